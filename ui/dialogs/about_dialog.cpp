#include "ui/dialogs/about_dialog.h"

#include <QDir>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QTabWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "ui/dialogs/close_buttons.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/version.h"

namespace unmask {
namespace {

constexpr int kIconSide = 72;
constexpr qint64 kMaxBytes = 1 << 18;  ///< of a model card

struct Part {
  const char* name;
  const char* licence;
  const char* address;
};

// Libraries the program is linked with, and what the default model was trained on.
constexpr Part kLibraries[] = {
    {"Qt 6", "LGPL-3.0", "https://www.qt.io"},
    {"LibTorch", "BSD-3-Clause", "https://pytorch.org"},
    {"oneDNN", "Apache-2.0", "https://github.com/oneapi-src/oneDNN"},
    {"OpenBLAS", "BSD-3-Clause", "https://www.openblas.net"},
    {"OpenCV", "Apache-2.0", "https://opencv.org"},
    {"SentencePiece", "Apache-2.0", "https://github.com/google/sentencepiece"},
    {"ICU", "Unicode-3.0", "https://icu.unicode.org"},
    {"libpng", "libpng-2.0", "http://www.libpng.org"},
    {"libwebp", "BSD-3-Clause", "https://developers.google.com/speed/webp"},
    {"giflib", "MIT", "https://giflib.sourceforge.net"},
    {"FFmpeg, through OpenCV", "GPL-2.0-or-later", "https://ffmpeg.org"},
    {"librsvg", "LGPL-2.1-or-later", "https://gitlab.gnome.org/GNOME/librsvg"},
    {"SQLite", "Public domain", "https://www.sqlite.org"},
    {"SQLiteCpp", "MIT", "https://github.com/SRombauts/SQLiteCpp"},
    {"OpenSSL", "Apache-2.0", "https://www.openssl.org"},
    {"zlib", "Zlib", "https://zlib.net"},
    {"JSON for Modern C++", "MIT", "https://json.nlohmann.me"},
    {"CLI11", "BSD-3-Clause", "https://github.com/CLIUtils/CLI11"},
};
constexpr Part kModelSources[] = {
    {"Fluent Emoji, Microsoft", "MIT", "https://github.com/microsoft/fluentui-emoji"},
    {"Noto Emoji, Google", "Apache-2.0", "https://github.com/googlefonts/noto-emoji"},
    {"emojibase-data, Miles Johnson", "MIT", "https://github.com/milesj/emojibase"},
};

template <size_t N>
QString table(const Part (&parts)[N]) {
  QString rows;
  for (const Part& part : parts) {
    rows += QStringLiteral("<tr><td><a href=\"%3\">%1</a></td><td>&nbsp;&nbsp;&nbsp;%2</td></tr>")
                .arg(QLatin1String(part.name), QLatin1String(part.licence), QLatin1String(part.address));
  }
  return "<table>" + rows + "</table>";
}

/// A small text file; empty when it cannot be read.
QString textOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(kMaxBytes)) : QString();
}

QTextBrowser* makeBrowser(const char* objectName, const QString& name, QWidget* parent) {
  auto* browser = new QTextBrowser(parent);
  browser->setObjectName(objectName);
  browser->setAccessibleName(name);
  browser->setOpenExternalLinks(true);
  return browser;
}

}  // namespace

AboutDialog::AboutDialog(const QString& modelDir, QWidget* parent) : QDialog(parent) {
  setObjectName("aboutDialog");
  setWindowTitle(tr("About Unmask"));
  setAttribute(Qt::WA_DeleteOnClose);

  auto* picture = new QLabel(this);
  picture->setPixmap(applicationIcon().pixmap(QSize(kIconSide, kIconSide), devicePixelRatioF()));
  auto* words = new QLabel(this);
  words->setText(tr("<p><span style='font-size:x-large'><b>Unmask</b></span> %1</p>"
                    "<p>A studio for masked image models: pictures appear cell by cell.</p>"
                    "<p>Apache License 2.0. Loads safetensors only, and never uses the network.</p>")
                     .arg(QLatin1String(kVersion)));
  words->setWordWrap(true);
  auto* heading = new QHBoxLayout;
  heading->setSpacing(16);
  heading->addWidget(picture, 0, Qt::AlignTop);
  heading->addWidget(words, 1);

  auto* tabs = new QTabWidget(this);
  auto* licences = makeBrowser("licences", tr("Licences"), this);
  tabs->addTab(licences, tr("&Made with"));
  licences->setHtml(tr("<p><b>Made with</b></p>%1<p><b>The default model learned from</b></p>%2")
                        .arg(table(kLibraries), table(kModelSources)));

  const QString card = modelDir.isEmpty() ? QString() : textOf(QDir(modelDir).filePath("README.md"));
  auto* model = makeBrowser("modelCard", tr("Model card"), this);
  model->setMarkdown(card.isEmpty() ? tr("The loaded model brings no card.") : card);
  tabs->addTab(model, tr("Model &card"));
  auto* ours = makeBrowser("ourLicence", tr("Licence of Unmask"), this);
  ours->setPlainText(textOf(":/unmask/LICENSE"));
  tabs->addTab(ours, tr("&Licence of Unmask"));

  auto* buttons = makeCloseButtons(this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 18, 18, 14);
  column->setSpacing(14);
  column->addLayout(heading);
  column->addWidget(tabs, 1);
  column->addWidget(buttons);
  resize(580, 560);
}

}  // namespace unmask
