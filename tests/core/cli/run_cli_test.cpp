#include "app/cli/run_cli.h"

#include <gmock/gmock.h>

#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

using testing::HasSubstr;

TEST(ExitCode, FollowsTheKindOfError) {
  EXPECT_EQ(exitCodeFor(ErrorKind::Usage), 2);
  EXPECT_EQ(exitCodeFor(ErrorKind::BadInput), 3);
  EXPECT_EQ(exitCodeFor(ErrorKind::NotFound), 3);
  EXPECT_EQ(exitCodeFor(ErrorKind::Unsupported), 3);
  EXPECT_EQ(exitCodeFor(ErrorKind::Cancelled), 4);
  EXPECT_EQ(exitCodeFor(ErrorKind::Io), 1);
  EXPECT_EQ(exitCodeFor(ErrorKind::Internal), 1);
}

class RunCli : public CliTest {};

TEST_F(RunCli, HelpAndVersionSucceed) {
  EXPECT_EQ(run({"--version"}), 0);
  EXPECT_THAT(out(), HasSubstr("unmask 0."));
  EXPECT_EQ(run({"--help"}), 0);
  for (const char* command : {"generate", "inpaint", "vary", "encode", "decode", "forward", "tokenize",
                              "inspect", "verify", "bench"}) {
    EXPECT_THAT(out(), HasSubstr(command));
    const std::string overview = out();
    EXPECT_EQ(run({command, "-h"}), 0) << command;
    EXPECT_THAT(out(), HasSubstr("--json"));
    EXPECT_EQ(run({"--help"}), 0);
  }
}

TEST_F(RunCli, UsageErrorsAreTwo) {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"paint"},
      {"generate"},
      {"generate", "-p"},
      {"generate", "-p", "x", "--no-such-flag"},
      {"generate", "-p", "x", "extra"},
      {"generate", "-p", "x", "--steps", "0"},
      {"generate", "-p", "x", "--steps", "1001"},
      {"generate", "-p", "x", "--steps", "3.5"},
      {"generate", "-p", "x", "--steps", "many"},
      {"generate", "-p", "x", "-b", "0"},
      {"generate", "-p", "x", "--cfg-scale", "nan"},
      {"generate", "-p", "x", "--cfg-scale", "inf"},
      {"generate", "-p", "x", "--temperature", "1,2,3"},
      {"generate", "-p", "x", "--temperature", "1,nan"},
      {"generate", "-p", "x", "--temperature", "-1,0"},
      {"generate", "-p", "x", "--temperature", ""},
      {"generate", "-p", "x", "--seed", "-2"},
      {"generate", "-p", "x", "--seed", "18446744073709551616"},
      {"generate", "-p", "x", "--seed", "12x"},
      {"generate", "-p", "x", "--schedule", "square"},
      {"generate", "-p", "x", "--order", "alphabetical"},
      {"generate", "-p", "x", "--dtype", "fp8"},
      {"generate", "-p", "x", "--compat", "comfy"},
      {"generate", "-p", "x", "--micro", "1,2,3"},
      {"generate", "-p", "x", "-o", "x.jpg"},
      {"generate", "-p", "x", "-t", "-1"},
      {"inpaint", "-p", "x", "-i", "a.png"},
      {"vary", "-p", "x"},
      {"vary", "-i", "a.png"},
      {"decode", "-o", "x.png"},
      {"bench", "-m", "x", "--random-weights", "amused-256"},
  };
  for (const auto& args : wrong) {
    std::string line;
    for (const std::string& arg : args) line += arg + " ";
    EXPECT_EQ(run(args), 2) << line;
    EXPECT_THAT(err(), testing::StartsWith("unmask: error: ")) << line;
    const std::string complaint = err();
    EXPECT_EQ(std::count(complaint.begin(), complaint.end(), '\n'), 1) << complaint;
    EXPECT_TRUE(log.requests.empty()) << line;
  }
}

TEST_F(RunCli, UsageErrorsSayWhatIsWrongAndWhereToLook) {
  run({"generate", "-p", "x", "--steps", "many"});
  EXPECT_THAT(err(), HasSubstr("--steps"));
  EXPECT_THAT(err(), HasSubstr("many"));
  EXPECT_THAT(err(), HasSubstr("unmask generate --help"));
}

TEST_F(RunCli, ErrorsAreJsonToo) {
  EXPECT_EQ(run({"generate", "--json", "-p", "x", "--steps", "many"}), 2);
  EXPECT_EQ(event("error").value("exit_code", 0), 2);

  log.runError = Error{.kind = ErrorKind::BadInput,
                       .message = "the file is odd",
                       .file = "some file",
                       .key = "k",
                       .expected = "this",
                       .found = "that",
                       .remedy = "Do something"};
  EXPECT_EQ(run({"generate", "--json", "-p", "x", "-o", path("x.png")}), 3);
  const nlohmann::json error = event("error");
  EXPECT_EQ(error["kind"], "bad_input");
  EXPECT_EQ(error["message"], "the file is odd");
  EXPECT_EQ(error["file"], "some file");
  EXPECT_EQ(error["key"], "k");
  EXPECT_EQ(error["expected"], "this");
  EXPECT_EQ(error["found"], "that");
  EXPECT_EQ(error["remedy"], "Do something");
  EXPECT_EQ(error["exit_code"], 3);
  EXPECT_THAT(err(), HasSubstr("some file: the file is odd"));
}

TEST_F(RunCli, EveryKindOfErrorHasItsExitCode) {
  for (const ErrorKind kind : {ErrorKind::Usage, ErrorKind::BadInput, ErrorKind::NotFound, ErrorKind::Io,
                               ErrorKind::Unsupported, ErrorKind::Cancelled, ErrorKind::Internal}) {
    log.runError = Error{.kind = kind, .message = "no"};
    EXPECT_EQ(run({"generate", "-p", "x", "-o", path("x.png")}), exitCodeFor(kind));
    EXPECT_EQ(err(), "unmask: error: no\n");
    EXPECT_TRUE(files().empty());
  }
}

TEST_F(RunCli, ModelThatIsNotFoundIsThree) {
  hooks.resolveModel = [](const std::string& name) -> Result<std::string> {
    return Error{.kind = ErrorKind::NotFound, .message = "there is no model of this name", .file = name};
  };
  for (const char* command : {"tokenize", "generate"}) {
    EXPECT_EQ(run({command, "-m", "nowhere", "-p", "x"}), 3);
    EXPECT_THAT(err(), HasSubstr("nowhere: there is no model"));
  }
}

TEST_F(RunCli, ExceptionsDoNotEscape) {
  hooks.loadEngine = [](const EngineOptions&) -> Result<std::unique_ptr<Engine>> {
    throw std::runtime_error("burst");
  };
  EXPECT_EQ(run({"tokenize", "-p", "x"}), 1);
  EXPECT_THAT(err(), HasSubstr("burst"));
  hooks.loadEngine = [](const EngineOptions&) -> Result<std::unique_ptr<Engine>> { throw std::bad_alloc(); };
  EXPECT_EQ(run({"tokenize", "-p", "x"}), 1);
  EXPECT_THAT(err(), HasSubstr("memory"));
}

TEST_F(RunCli, ControlCharactersDoNotReachTheTerminal) {
  log.runError = Error{.kind = ErrorKind::BadInput, .message = "odd", .file = "a\x1b[2Jb\nc"};
  EXPECT_EQ(run({"generate", "-p", "x", "-o", path("x.png")}), 3);
  EXPECT_EQ(err(), "unmask: error: a [2Jb c: odd\n");
}

TEST_F(RunCli, FullDiskOnStandardOutputIsAFailure) {
  std::ostream broken(nullptr);
  std::ostringstream complaints;
  EXPECT_EQ(runCli({"tokenize", "-p", "x"}, {.out = broken, .err = complaints}, hooks), 1);
  EXPECT_THAT(complaints.str(), HasSubstr("standard output"));
}

TEST_F(RunCli, EmptyValueAfterEqualsSignIsEmpty) {
  EXPECT_EQ(run({"generate", "--prompt=", "--negative-prompt=", "-o", path("x.png")}), 0) << err();
  EXPECT_EQ(onlyRequest().prompt, "");
  EXPECT_EQ(files(), std::vector<std::string>{"x.png"});
}

TEST_F(RunCli, PromptsMayLookLikeFlagsOrLists) {
  for (const char* prompt : {"--steps", "-1", "[a,b]", "{}", "a=b", "%%", "日本語"}) {
    EXPECT_EQ(run({"generate", "-p", prompt, "-o", path("x.png")}), 0) << prompt << err();
    EXPECT_EQ(onlyRequest().prompt, prompt);
  }
}

}  // namespace
}  // namespace unmask::test
