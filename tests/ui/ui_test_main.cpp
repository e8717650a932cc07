// GoogleTest under a QApplication that neither shows anything nor touches the user's settings.
#include <gtest/gtest.h>

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

#include "tests/ui/qt_handover.h"

#ifndef UNMASK_TEST_SCALE
#define UNMASK_TEST_SCALE "1"
#endif

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  const QTemporaryDir home;
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("QT_SCALE_FACTOR", qEnvironmentVariable("UNMASK_TEST_SCALE", UNMASK_TEST_SCALE).toLocal8Bit());
  for (const char* variable :
       {"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"}) {
    qputenv(variable, home.path().toLocal8Bit());
  }
  QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
  QCoreApplication::setOrganizationName("unmask");
  QCoreApplication::setApplicationName("unmask-tests");
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, home.path());
  const unmask::test::TestApplication application(argc, argv);
  return RUN_ALL_TESTS();
}
