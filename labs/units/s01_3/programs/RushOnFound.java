public class RushOnFound {
    public static void main(String[] args) throws Exception {
        Rush.on(new FoundOffice(), args);
    }
}
