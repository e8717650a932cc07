// `unmask thumbnail`: what file managers show of a project.
#include <gmock/gmock.h>

#include "core/project/project_file.h"
#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

using ::testing::HasSubstr;

class Thumbnail : public CliTest {
 protected:
  void makeProject(const SharedPicture& canvas, const SharedPicture& result = nullptr) {
    ProjectDocument document;
    document.state.canvas = canvas;
    auto project = ProjectFile::create(path("x.unmask"), document);
    ASSERT_TRUE(project.ok()) << project.error().text();
    if (result) {
      ProjectRun run;
      run.result = result;
      ASSERT_TRUE(project->addRun(run).ok());
    }
    ASSERT_TRUE(project->close().ok());
  }
  static SharedPicture picture(int width, int height, uint8_t value) {
    return std::make_shared<const ImageBuffer>(width, height, 3, value);
  }
};

TEST_F(Thumbnail, ShowsTheCanvasAtTheAskedSize) {
  makeProject(picture(200, 100, 90), picture(50, 50, 10));
  ASSERT_EQ(run({"thumbnail", "--size", "64", path("x.unmask"), path("t.png")}), 0) << err();
  const auto small = loadImage(path("t.png"));
  ASSERT_TRUE(small.ok());
  EXPECT_EQ(small->width, 64);
  EXPECT_EQ(small->height, 32);
  EXPECT_EQ(*small->at(10, 10), 90);
  ASSERT_EQ(run({"thumbnail", "--json", path("x.unmask"), path("t.png")}), 0) << err();
  EXPECT_EQ(events().back()["event"], "done");
}

TEST_F(Thumbnail, EnlargesNothing) {
  makeProject(picture(20, 30, 90));
  ASSERT_EQ(run({"thumbnail", path("x.unmask"), path("t.png")}), 0) << err();
  EXPECT_EQ(loadImage(path("t.png"))->height, 30);
}

TEST_F(Thumbnail, WithoutACanvasItShowsTheNewestResult) {
  makeProject(nullptr, picture(16, 16, 33));
  ASSERT_EQ(run({"thumbnail", path("x.unmask"), path("t.png")}), 0) << err();
  EXPECT_EQ(*loadImage(path("t.png"))->at(3, 3), 33);
}

TEST_F(Thumbnail, EmptyAndDamagedProjectsAreThreeAndLeaveNothing) {
  makeProject(nullptr);
  EXPECT_EQ(run({"thumbnail", path("x.unmask"), path("t.png")}), 3);
  EXPECT_THAT(err(), HasSubstr("no picture yet"));
  writeText("y.unmask", "not a project");
  EXPECT_EQ(run({"thumbnail", path("y.unmask"), path("t.png")}), 3);
  EXPECT_EQ(run({"thumbnail", "--size", "0", path("x.unmask"), path("t.png")}), 2);
  EXPECT_THAT(files(), testing::Not(testing::Contains("t.png")));
}

}  // namespace
}  // namespace unmask::test
