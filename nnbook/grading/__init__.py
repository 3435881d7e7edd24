"""`python -m nnbook check`: whole notebooks, and folders of them, graded in processes of their own."""
