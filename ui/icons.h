// The program's own icons: small SVG drawings that take the palette's text colour, so none is missing on any
// desktop.
#pragma once

#include <QIcon>
#include <QPalette>
#include <QString>

namespace unmask {

/// `name` is a file in resources/icons without its ending. Drawn in `role`'s colour, sharp at every scale,
/// following palette changes. An unknown name asserts.
QIcon icon(const QString& name, QPalette::ColorRole role = QPalette::ButtonText);
/// One drawing in one colour; `size` in logical pixels.
QPixmap iconPixmap(const QString& name, const QColor& color, const QSize& size, qreal devicePixelRatio);

QIcon applicationIcon();

/// Makes the compiled-in files available; called by everything here, and by whoever reads them otherwise.
void initResources();

}  // namespace unmask
