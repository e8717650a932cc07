#include "ui/project/notes.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace unmask {
namespace {

constexpr int kMaxPixelsPerCell = 1024;

std::string compact(const QJsonObject& object) {
  return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

QJsonObject objectFrom(const std::string& json) {
  return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

}  // namespace

std::string toJson(const StateNotes& notes) {
  return compact({{"run", static_cast<qint64>(notes.run)}, {"pixelsPerCell", notes.pixelsPerCell}});
}

StateNotes stateNotesFrom(const std::string& json) {
  const QJsonObject object = objectFrom(json);
  return {std::max<int64_t>(0, object["run"].toInteger()),
          std::clamp(object["pixelsPerCell"].toInt(), 0, kMaxPixelsPerCell)};
}

std::string toJson(const WindowNotes& notes) {
  return compact({{"touched", notes.touched.toInt()},
                  {"seedLocked", notes.isSeedLocked},
                  {"candidate", notes.candidate}});
}

WindowNotes windowNotesFrom(const std::string& json) {
  const QJsonObject object = objectFrom(json);
  return {PresetFields::fromInt(object["touched"].toInt()), object["seedLocked"].toBool(),
          object["candidate"].toInt(-1)};
}

}  // namespace unmask
