public class RushOnYours {
    public static void main(String[] args) throws Exception {
        Rush.on(new Office(), args);
    }
}
