interface Show {
    String name();

    int seats();
}
