#include "ui/studio_main.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <chrono>
#include <cstdio>

#include "core/project/autosave.h"
#include "ui/appearance.h"
#include "ui/automation/automation.h"
#include "ui/automation/responsiveness.h"
#include "ui/icons.h"
#include "ui/languages.h"
#include "ui/main_window.h"
#include "ui/version.h"

namespace unmask {
namespace {

constexpr int kMeasuredHistory = 20'000;  ///< entries

QString words(const char* text) {
  return QCoreApplication::translate("unmask::Studio", text);
}

struct CommandLine {
  QCommandLineOption model{
      {"m", "model"},
      words(QT_TRANSLATE_NOOP("unmask::Studio",
                              "Model to load: a folder, or a name as the model list shows it.")),
      "DIR"};
  QCommandLineOption prompt{{"p", "prompt"},
                            words(QT_TRANSLATE_NOOP("unmask::Studio", "Put this text into the prompt box.")),
                            "TEXT"};
  QCommandLineOption seed{
      {"s", "seed"}, words(QT_TRANSLATE_NOOP("unmask::Studio", "Use and lock this seed.")), "NUMBER"};
  QCommandLineOption threads{
      {"t", "threads"},
      words(QT_TRANSLATE_NOOP("unmask::Studio", "Threads to compute with (default: the physical cores).")),
      "N"};
  QCommandLineOption dtype{
      "dtype", words(QT_TRANSLATE_NOOP("unmask::Studio", "Number format of the computation: fp32 or bf16.")),
      "TYPE", "fp32"};
  QCommandLineOption screenshot{
      "screenshot",
      words(QT_TRANSLATE_NOOP("unmask::Studio", "Generate once, save a picture of the window, and quit.")),
      "FILE"};
  QCommandLineOption scene{
      "scene",
      words(QT_TRANSLATE_NOOP("unmask::Studio",
                              "What --screenshot shows: picture (default), mask, timeline or lab.")),
      "NAME", "picture"};
  QCommandLineOption size{
      "window-size",
      words(QT_TRANSLATE_NOOP("unmask::Studio", "Size of the window for --screenshot, such as 1180x800.")),
      "WxH"};
  QCommandLineOption measure{
      "measure-startup",
      words(
          QT_TRANSLATE_NOOP("unmask::Studio",
                            "Diagnostic: load the model, print JSON with the milliseconds to the first paint "
                            "and to the model being ready, and quit."))};
  QCommandLineOption measureWindow{
      "measure-window",
      words(QT_TRANSLATE_NOOP(
          "unmask::Studio",
          "Diagnostic: use the window for a minute, print JSON with how quickly it answers, "
          "and quit."))};

  QCommandLineOption measureLab{
      "measure-lab", words(QT_TRANSLATE_NOOP(
                         "unmask::Studio",
                         "Diagnostic: generate once, print JSON with how long the token lab takes for its "
                         "answers, and quit."))};

  void addTo(QCommandLineParser* parser) const {
    parser->setApplicationDescription(
        words(QT_TRANSLATE_NOOP("unmask::Studio", "A studio for masked image models.")));
    parser->addHelpOption();
    parser->addVersionOption();
    parser->addPositionalArgument(
        "FILE", words(QT_TRANSLATE_NOOP("unmask::Studio", "Project or picture to open.")), "[FILE]");
    parser->addOptions(
        {model, prompt, seed, threads, dtype, screenshot, scene, size, measure, measureLab, measureWindow});
  }
};

int usageError(const QString& text) {
  std::fprintf(stderr, "unmask-studio: %s\n", qPrintable(text));
  return 2;
}

int failure(const QString& text) {
  std::fprintf(stderr, "unmask-studio: %s\n", qPrintable(text));
  return 1;
}

/// What must be set before the first widget is made.
void nameApplication() {
  QCoreApplication::setOrganizationName("unmask");
  QCoreApplication::setApplicationName("unmask-studio");
  QCoreApplication::setApplicationVersion(QLatin1String(kVersion));
  QGuiApplication::setApplicationDisplayName("Unmask");
  QGuiApplication::setDesktopFileName("org.unmask.Studio");
}

/// Empty on success, else what is wrong with the command line.
QString readEngineOptions(const QCommandLineParser& parser, const CommandLine& flags, EngineOptions* engine) {
  if (parser.isSet(flags.threads)) {
    bool isNumber = false;
    engine->threads = parser.value(flags.threads).toInt(&isNumber);
    if (!isNumber || engine->threads < 1 || engine->threads > 1024)
      return words(QT_TRANSLATE_NOOP("unmask::Studio", "--threads takes a number from 1 to 1024"));
  }
  if (!parser.isSet(flags.dtype)) return {};
  const QString dtype = parser.value(flags.dtype);
  if (dtype != "fp32" && dtype != "bf16")
    return words(QT_TRANSLATE_NOOP("unmask::Studio", "--dtype is fp32 or bf16"));
  engine->computeType = dtype == "bf16" ? ComputeType::BFloat16 : ComputeType::Float32;
  return {};
}

/// Empty on success, else what is wrong with the command line.
QString readAutomationOptions(const QCommandLineParser& parser, const CommandLine& flags,
                              AutomationOptions* automation) {
  automation->measureStartup = parser.isSet(flags.measure);
  automation->measureLab = parser.isSet(flags.measureLab);
  if (parser.isSet(flags.measureWindow)) automation->measuredHistory = kMeasuredHistory;
  automation->screenshot = parser.value(flags.screenshot);
  const std::optional<Scene> scene = sceneFromName(parser.value(flags.scene));
  if (!scene) return words(QT_TRANSLATE_NOOP("unmask::Studio", "--scene is picture, mask, timeline or lab"));
  automation->scene = *scene;
  if (!parser.isSet(flags.size)) return {};
  static const QRegularExpression form(QStringLiteral("^([1-9][0-9]{2,3})x([1-9][0-9]{2,3})$"));
  const QRegularExpressionMatch match = form.match(parser.value(flags.size));
  if (!match.hasMatch())
    return words(
        QT_TRANSLATE_NOOP("unmask::Studio", "--window-size is a width and a height, such as 1180x800"));
  automation->size = {match.captured(1).toInt(), match.captured(2).toInt()};
  return {};
}

void attachAutomation(MainWindow* window, const AutomationOptions& options) {
  auto* automation = new Automation(window, options, window);
  const auto quit = [](int exitCode, const QString& output, const QString& problem) {
    if (!output.isEmpty()) std::fputs(qPrintable(output), stdout);
    if (!problem.isEmpty()) std::fprintf(stderr, "unmask-studio: %s\n", qPrintable(problem));
    QCoreApplication::exit(exitCode);
  };
  // Queued, so that the exit is not asked for inside the window's own handling of the event.
  QObject::connect(automation, &Automation::finished, window, quit, Qt::QueuedConnection);
}

}  // namespace

int runStudio(int argc, char** argv, EngineLoader loader, StyleOpener styleOpener) {
  AutomationOptions automation;
  automation.mainEntry = std::chrono::steady_clock::now();
  automation.secondsBeforeMain = secondsSinceProcessStart();
  QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
  nameApplication();
  QApplication application(argc, argv);
  Preferences preferences;
  installLanguage(&application, preferences.language());
  const Appearance appearance(&preferences);

  QCommandLineParser parser;
  const CommandLine flags;
  flags.addTo(&parser);
  parser.process(application);
  if (parser.positionalArguments().size() > 1)
    return usageError(words(QT_TRANSLATE_NOOP("unmask::Studio", "unexpected argument “%1”"))
                          .arg(parser.positionalArguments().at(1)));
  if (const QString problem = readAutomationOptions(parser, flags, &automation); !problem.isEmpty())
    return usageError(problem);
  const bool measuresWindow = automation.measuredHistory > 0;
  const bool isScripted = automation.measureStartup || automation.measureLab || measuresWindow ||
                          !automation.screenshot.isEmpty();

  StudioOptions options;
  options.loader = std::move(loader);
  options.styleOpener = std::move(styleOpener);
  options.search.executableDir = executableDir();
  options.model = parser.value(flags.model);
  // A script neither sees nor changes what the user left.
  if (!isScripted) {
    options.stateDir = defaultStateDir();
    options.dataDir = QString::fromStdString(dataFolder().string());
    options.offersTour = true;
    options.engine.threads = preferences.threads();
    options.engine.computeType = preferences.computeType();
  }
  options.document = parser.positionalArguments().value(0);
  if (const QString problem = readEngineOptions(parser, flags, &options.engine); !problem.isEmpty()) {
    return usageError(problem);
  }
  const std::optional<uint64_t> seed = seedFromText(parser.value(flags.seed));
  if (parser.isSet(flags.seed) && !seed)
    return usageError(
        words(QT_TRANSLATE_NOOP("unmask::Studio", "--seed takes a number from 0 to 18446744073709551615")));

  QTemporaryDir measured;
  if (measuresWindow) {
    options.dataDir = measured.path();
    if (const Result<void> filled = fillHistory(options.dataDir, kMeasuredHistory); !filled)
      return failure(QString::fromStdString(filled.error().text()));
  }
  MainWindow window(std::move(options));
  if (measuresWindow || automation.measureLab) {
    window.document()->setPrompt("a red apple above a blue book");
  }
  if (parser.isSet(flags.prompt)) window.document()->setPrompt(parser.value(flags.prompt).toStdString());
  if (seed) window.document()->typeSeed(*seed);
  if (isScripted) attachAutomation(&window, automation);
  window.show();
  return QApplication::exec();
}

}  // namespace unmask
