"""The exercise of chapter 0: try out the checks."""

from nnbook.checking.kinds import Numbers, Wrong

EXERCISES = (
    Numbers(
        number="0.1",
        title="Meet the checker",
        answer={"product": 6 * 7},
        wrong=(
            Wrong({"product": 6 + 7}, "that is the sum; × asks for the product"),
            Wrong({"product": 67}, "the two digits side by side are not their product"),
            Wrong({"product": 6**7}, "in Python ** is a power; a product is written *"),
        ),
        hints=(
            "Six rows of seven eggs: how many eggs?",
            "Python can do it for you: a product is written with one *.",
        ),
        tolerance=1e-9,
    ),
)
