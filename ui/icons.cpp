#include "ui/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

// Q_INIT_RESOURCE must stand outside any namespace.
static void initUnmaskResources() {
  Q_INIT_RESOURCE(unmask);
  Q_INIT_RESOURCE(unmask_translations);
}

namespace unmask {
namespace {

/// The drawings use black only; it is replaced by the wanted colour.
QByteArray tintedSvg(QByteArray svg, const QColor& color) {
  return svg.replace("#000", color.name().toLatin1());
}

class TintedIconEngine : public QIconEngine {
 public:
  TintedIconEngine(QByteArray svg, QPalette::ColorRole role) : m_svg(std::move(svg)), m_role(role) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    const QPalette palette = QGuiApplication::palette();
    const bool isDisabled = mode == QIcon::Disabled;
    QColor color = palette.color(isDisabled ? QPalette::Disabled : QPalette::Active, m_role);
    if (mode == QIcon::Selected) color = palette.color(QPalette::HighlightedText);
    QSvgRenderer(tintedSvg(m_svg, color)).render(painter, QRectF(rect));
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return pixmap;
  }

  QIconEngine* clone() const override { return new TintedIconEngine(m_svg, m_role); }

 private:
  QByteArray m_svg;
  QPalette::ColorRole m_role;
};

QByteArray iconSvg(const QString& name) {
  initResources();
  QFile file(":/unmask/icons/" + name + ".svg");
  const bool isThere = file.open(QIODevice::ReadOnly);
  Q_ASSERT_X(isThere, "icon", qPrintable(name));
  return isThere ? file.readAll() : QByteArray();
}

}  // namespace

void initResources() {
  initUnmaskResources();
}

QIcon icon(const QString& name, QPalette::ColorRole role) {
  return QIcon(new TintedIconEngine(iconSvg(name), role));
}

QPixmap iconPixmap(const QString& name, const QColor& color, const QSize& size, qreal devicePixelRatio) {
  QPixmap pixmap(size * devicePixelRatio);
  pixmap.setDevicePixelRatio(devicePixelRatio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  QSvgRenderer(tintedSvg(iconSvg(name), color)).render(&painter, QRectF(QPointF(), QSizeF(size)));
  return pixmap;
}

QIcon applicationIcon() {
  initResources();
  return QIcon(":/unmask/icons/unmask.svg");
}

}  // namespace unmask
