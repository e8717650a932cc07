// Which process of a training run this is, and where the others are met: plain values from the environment of
// torchrun, mpirun or Slurm. No Torch here.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace unmask {

/// One process of a run. The default is a process alone.
struct ClusterPlace {
  int rank = 0;       ///< 0 … worldSize − 1; rank 0 writes all files and opens the meeting point
  int worldSize = 1;  ///< processes that train together
  int localRank = 0;  ///< among those of this machine
  int localSize = 1;  ///< processes on this machine, which share its cores
  std::string masterHost;
  uint16_t masterPort = 0;
  /// Not empty: the launcher keeps the meeting point itself, also through restarts, and this is the part of
  /// it that belongs to the present start.
  std::string launcherPrefix;
  int patienceSeconds = 10;  ///< without a sign of life, after which a process counts as lost
  int joinSeconds = 300;     ///< that all may take to come together

  bool isAlone() const { return worldSize == 1; }
  bool isWriter() const { return rank == 0; }
};

/// What the command line says; it wins over the environment.
struct ClusterFlags {
  std::optional<int> rank, worldSize, patienceSeconds;
  std::string master;  ///< HOST:PORT or [IPv6]:PORT
};

/// Null for a variable that is not set, as std::getenv.
using Environment = std::function<const char*(const char* name)>;

/// torchrun's variables (RANK, WORLD_SIZE, LOCAL_RANK, LOCAL_WORLD_SIZE), else Open MPI's, Slurm's of a step
/// that srun started, or PMI's; the meeting point from MASTER_ADDR and MASTER_PORT, else Slurm's first node,
/// else, where all processes share a machine, that machine. None of them set: a process alone. Usage when
/// they contradict each other or the meeting point is unknown.
Result<ClusterPlace> clusterPlace(const Environment& environment, const ClusterFlags& flags = {});

/// "node[003-010,12],other" → "node003".
std::string firstHost(const std::string& slurmNodeList);

}  // namespace unmask
