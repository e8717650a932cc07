#include "ui/project/notes.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace unmask {
namespace {

constexpr int kMaxPixelsPerCell = 1024;
constexpr int kMaxStyles = 64;
constexpr double kMaxStrength = 100;

std::string compact(const QJsonObject& object) {
  return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

QJsonObject objectFrom(const std::string& json) {
  return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

QJsonObject asJson(const AdapterReference& adapter) {
  QJsonObject object{{"name", QString::fromStdString(adapter.name)},
                     {"path", QString::fromStdString(adapter.path)},
                     {"strength", adapter.strength},
                     {"hash", QString::fromStdString(adapter.contentHash)}};
  if (adapter.scale) object["scale"] = *adapter.scale;
  return object;
}

AdapterReference adapterFrom(const QJsonObject& object) {
  AdapterReference adapter;
  adapter.name = object["name"].toString().toStdString();
  adapter.path = object["path"].toString().toStdString();
  adapter.strength =
      static_cast<float>(std::clamp(object["strength"].toDouble(1), -kMaxStrength, kMaxStrength));
  adapter.contentHash = object["hash"].toString().toStdString();
  if (object["scale"].isDouble()) adapter.scale = static_cast<float>(object["scale"].toDouble());
  return adapter;
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
  QJsonArray styles;
  for (const AdapterReference& adapter : notes.restingStyles) styles.append(asJson(adapter));
  return compact({{"touched", notes.touched.toInt()},
                  {"seedLocked", notes.isSeedLocked},
                  {"candidate", notes.candidate},
                  {"restingStyles", styles}});
}

WindowNotes windowNotesFrom(const std::string& json) {
  const QJsonObject object = objectFrom(json);
  WindowNotes notes{PresetFields::fromInt(object["touched"].toInt()),
                    object["seedLocked"].toBool(),
                    object["candidate"].toInt(-1),
                    {}};
  const QJsonArray styles = object["restingStyles"].toArray();
  for (int i = 0; i < std::min<int>(kMaxStyles, static_cast<int>(styles.size())); ++i) {
    const AdapterReference adapter = adapterFrom(styles[i].toObject());
    if (!adapter.path.empty()) notes.restingStyles.push_back(adapter);
  }
  return notes;
}

}  // namespace unmask
