#include "ui/dialogs/file_dialogs.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <utility>

namespace unmask {
namespace {

void openAndAnswer(QFileDialog* dialog, FileDialogs::Answer answer) {
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  QObject::connect(dialog, &QDialog::finished, dialog, [dialog, answer = std::move(answer)](int result) {
    const QStringList files = dialog->selectedFiles();
    answer(result == QDialog::Accepted && !files.isEmpty() ? files.front() : QString());
  });
  dialog->open();
}

}  // namespace

void DesktopFileDialogs::askSavePath(QWidget* parent, const QString& suggestedPath, Answer answer) {
  const QString suffix = QFileInfo(suggestedPath).suffix();
  auto* dialog = new QFileDialog(parent, QCoreApplication::translate("unmask::FileDialogs", "Save"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setFileMode(QFileDialog::AnyFile);
  dialog->setNameFilter(
      QCoreApplication::translate("unmask::FileDialogs", "%1 files (*.%2)").arg(suffix.toUpper(), suffix));
  dialog->setDefaultSuffix(suffix);
  dialog->selectFile(suggestedPath);
  openAndAnswer(dialog, std::move(answer));
}

void DesktopFileDialogs::askFolder(QWidget* parent, const QString& title, const QString& start,
                                   Answer answer) {
  auto* dialog = new QFileDialog(parent, title, start);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  openAndAnswer(dialog, std::move(answer));
}

void DesktopFileDialogs::askPicture(QWidget* parent, const QString& start, Answer answer) {
  auto* dialog = new QFileDialog(parent, QCoreApplication::translate("unmask::FileDialogs", "Open"), start);
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->setNameFilter(QCoreApplication::translate(
      "unmask::FileDialogs", "Pictures and projects (*.png *.jpg *.jpeg *.webp *.unmask)"));
  openAndAnswer(dialog, std::move(answer));
}

void DesktopFileDialogs::askStyle(QWidget* parent, const QString& start, Answer answer) {
  auto* dialog =
      new QFileDialog(parent, QCoreApplication::translate("unmask::FileDialogs", "Add a Style"), start);
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->setNameFilter(
      QCoreApplication::translate("unmask::FileDialogs", "Adapters (*.safetensors);;All files (*)"));
  openAndAnswer(dialog, std::move(answer));
}

void DesktopFileDialogs::askProjectPath(QWidget* parent, const QString& suggestedPath, Answer answer) {
  auto* dialog =
      new QFileDialog(parent, QCoreApplication::translate("unmask::FileDialogs", "Save Project As"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setFileMode(QFileDialog::AnyFile);
  dialog->setNameFilter(QCoreApplication::translate("unmask::FileDialogs", "Unmask projects (*.unmask)"));
  dialog->setDefaultSuffix("unmask");
  dialog->selectFile(suggestedPath);
  openAndAnswer(dialog, std::move(answer));
}

}  // namespace unmask
