"""What can be seen in a picture."""

from PySide6.QtGui import QImage


def colours_of(picture: QImage) -> set[str]:
    """The colours of all opaque points, as #rrggbb."""
    points = (
        picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())
    )
    return {point.name() for point in points if point.alpha() == 255}
