"""Raise an error that fights being looked at."""


class Meta(type):
    @property
    def __name__(cls):
        raise RuntimeError("no name")


class Local(metaclass=Meta):
    __class__ = property(lambda self: 1 / 0)

    def __len__(self):
        raise SystemExit


class Hostile(BaseException):
    local = Local()

    def __str__(self):
        raise RuntimeError("no message")

    __repr__ = __str__


EXPECT = {"exception": "Hostile"}


def encode(y, u, v, fps, qp):
    trap = Hostile()
    raise trap


def decode(bitstream):
    return bitstream
