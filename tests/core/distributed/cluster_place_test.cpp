#include "core/train/cluster_place.h"

#include <gtest/gtest.h>

#include <map>

namespace unmask {
namespace {

using Variables = std::map<std::string, std::string>;

Result<ClusterPlace> placeIn(const Variables& variables, const ClusterFlags& flags = {}) {
  return clusterPlace(
      [&variables](const char* name) {
        const auto it = variables.find(name);
        return it == variables.end() ? nullptr : it->second.c_str();
      },
      flags);
}

TEST(ClusterPlace, IsAloneWithoutVariables) {
  const auto place = placeIn({{"PATH", "/bin"}, {"MASTER_ADDR", "node1"}});
  ASSERT_TRUE(place.ok());
  EXPECT_TRUE(place->isAlone());
  EXPECT_TRUE(place->isWriter());
}

TEST(ClusterPlace, ReadsTorchrun) {
  const auto place = placeIn({{"RANK", "5"},
                              {"WORLD_SIZE", "8"},
                              {"LOCAL_RANK", "1"},
                              {"LOCAL_WORLD_SIZE", "4"},
                              {"MASTER_ADDR", "node1"},
                              {"MASTER_PORT", "1234"},
                              {"TORCHELASTIC_USE_AGENT_STORE", "True"},
                              {"TORCHELASTIC_RESTART_COUNT", "2"}});
  ASSERT_TRUE(place.ok());
  EXPECT_EQ(place->rank, 5);
  EXPECT_EQ(place->worldSize, 8);
  EXPECT_EQ(place->localRank, 1);
  EXPECT_EQ(place->localSize, 4);
  EXPECT_EQ(place->masterHost, "node1");
  EXPECT_EQ(place->masterPort, 1234);
  EXPECT_EQ(place->launcherPrefix, "/worker/attempt_2") << "torchrun holds the store, by torch's own name";
  EXPECT_FALSE(place->isWriter());
}

TEST(ClusterPlace, ReadsMpirun) {
  const Variables onOneMachine = {{"OMPI_COMM_WORLD_RANK", "1"},
                                  {"OMPI_COMM_WORLD_SIZE", "2"},
                                  {"OMPI_COMM_WORLD_LOCAL_RANK", "1"},
                                  {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"}};
  const auto place = placeIn(onOneMachine);
  ASSERT_TRUE(place.ok());
  EXPECT_EQ(place->rank, 1);
  EXPECT_EQ(place->masterHost, "127.0.0.1");
  EXPECT_EQ(place->masterPort, 29500);
  Variables onTwo = onOneMachine;
  onTwo.insert_or_assign("OMPI_COMM_WORLD_LOCAL_SIZE", "1");
  onTwo.insert_or_assign("OMPI_COMM_WORLD_LOCAL_RANK", "0");
  EXPECT_EQ(placeIn(onTwo).error().key, "MASTER_ADDR") << "nothing says where rank 0 is";
  EXPECT_TRUE(placeIn({{"PMI_RANK", "0"}, {"PMI_SIZE", "1"}})->isAlone());
}

TEST(ClusterPlace, ReadsStepsOfSlurmButNotItsBatchScripts) {
  const Variables batch = {{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "6"}, {"SLURM_JOB_ID", "40123"}};
  EXPECT_TRUE(placeIn(batch)->isAlone());
  Variables step = batch;
  step.insert({{"SLURM_STEP_NUM_TASKS", "6"},
               {"SLURM_LOCALID", "2"},
               {"SLURM_STEP_TASKS_PER_NODE", "3(x2)"},
               {"SLURM_STEP_NODELIST", "cn[08-09]"}});
  step.insert_or_assign("SLURM_PROCID", "5");
  const auto place = placeIn(step);
  ASSERT_TRUE(place.ok());
  EXPECT_EQ(place->rank, 5);
  EXPECT_EQ(place->localSize, 3);
  EXPECT_EQ(place->masterHost, "cn08");
  EXPECT_EQ(place->masterPort, 20123);
}

TEST(ClusterPlace, FindsTheFirstHostOfAList) {
  EXPECT_EQ(firstHost("node[003-010,12],other"), "node003");
  EXPECT_EQ(firstHost("a,b[1-2]"), "a");
  EXPECT_EQ(firstHost("rack2n[7,9]-ib,x"), "rack2n7-ib");
  EXPECT_EQ(firstHost("alone"), "alone");
  EXPECT_EQ(firstHost("broken[1"), "broken");
  EXPECT_EQ(firstHost(""), "");
}

TEST(ClusterPlace, FlagsWinOverTheEnvironment) {
  ClusterFlags flags;
  flags.rank = 1;
  flags.worldSize = 3;
  flags.master = "[fe80::1]:4000";
  flags.patienceSeconds = 40;
  const auto place = placeIn({{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "other"}}, flags);
  ASSERT_TRUE(place.ok());
  EXPECT_EQ(place->rank, 1);
  EXPECT_EQ(place->worldSize, 3);
  EXPECT_EQ(place->masterHost, "fe80::1");
  EXPECT_EQ(place->masterPort, 4000);
  EXPECT_EQ(place->patienceSeconds, 40);
}

TEST(ClusterPlace, RefusesWhatMakesNoSense) {
  const Variables base = {{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "a"}, {"MASTER_PORT", "1"}};
  const auto errorWith = [&base](const char* name, const char* value) {
    Variables changed = base;
    changed.insert_or_assign(name, std::string(value));
    const auto place = placeIn(changed);
    return place.ok() ? std::string("none") : place.error().key;
  };
  EXPECT_EQ(errorWith("RANK", "2"), "RANK");
  EXPECT_EQ(errorWith("RANK", "-1"), "RANK");
  EXPECT_EQ(errorWith("RANK", "1x"), "RANK");
  EXPECT_EQ(errorWith("WORLD_SIZE", "99999999999999999999"), "WORLD_SIZE");
  EXPECT_EQ(errorWith("WORLD_SIZE", ""), "WORLD_SIZE");
  EXPECT_EQ(errorWith("MASTER_PORT", "70000"), "MASTER_PORT");
  ClusterFlags flags;
  flags.master = "node1:29500";
  EXPECT_EQ(placeIn({}, flags).error().key, "--rank");  // else each of them would train alone
  flags.rank = 0;
  EXPECT_EQ(placeIn({}, flags).error().key, "--world-size");
  flags.worldSize = 2;
  flags.master = "no-port";
  EXPECT_EQ(placeIn({}, flags).error().key, "--master");
  flags.rank = 2;
  EXPECT_EQ(placeIn({}, flags).error().key, "--rank");
}

}  // namespace
}  // namespace unmask
