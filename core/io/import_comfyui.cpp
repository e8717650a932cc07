// ComfyUI's graphs. `prompt` maps node ids to {"class_type", "inputs"}; an input is a value or a link
// ["id", output]. `workflow` is the graph as drawn, with positional widget values; what is known of it is
// turned into the former.
#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <vector>

#include "core/io/import_formats.h"

namespace unmask {

namespace {

using nlohmann::json;

constexpr size_t kMaxVisits = 4096;

class Graph {
 public:
  explicit Graph(const json& nodes) : m_nodes(nodes) {}

  const json* inputsOf(const std::string& id) const {
    const auto node = m_nodes.find(id);
    if (node == m_nodes.end() || !node->is_object()) return nullptr;
    const auto inputs = node->find("inputs");
    return inputs != node->end() && inputs->is_object() ? &*inputs : nullptr;
  }

  std::string classOf(const std::string& id) const {
    const auto node = m_nodes.find(id);
    if (node == m_nodes.end() || !node->is_object()) return {};
    const auto name = node->find("class_type");
    return name != node->end() ? scalarText(*name) : std::string();
  }

  std::vector<std::string> ids() const {
    std::vector<std::string> ids;
    for (const auto& [id, node] : m_nodes.items()) ids.push_back(id);
    return ids;
  }

  static std::optional<std::string> linkTarget(const json& value) {
    if (!value.is_array() || value.size() != 2 || !value[1].is_number_integer()) return std::nullopt;
    const std::string id = scalarText(value[0]);
    return id.empty() ? std::nullopt : std::optional<std::string>(id);
  }

  std::optional<std::string> linkOf(const std::string& id, const char* input) const {
    const json* inputs = inputsOf(id);
    if (inputs == nullptr || !inputs->contains(input)) return std::nullopt;
    return linkTarget((*inputs)[input]);
  }

  /// The nearest of the named inputs, upstream from `start`, that is a plain value `accept` likes. A link in
  /// such an input leads on. With `via` only links from inputs of those names are followed.
  template <typename Accept>
  std::optional<std::string> nearest(const std::string& start, const std::vector<std::string>& names,
                                     const std::vector<std::string>& via, Accept&& accept) const {
    std::deque<std::string> waiting{start};
    std::set<std::string> seen{start};
    for (size_t visits = 0; !waiting.empty() && visits < kMaxVisits; ++visits) {
      const std::string id = waiting.front();
      waiting.pop_front();
      const json* inputs = inputsOf(id);
      if (inputs == nullptr) continue;
      for (const std::string& name : names) {
        const auto value = inputs->find(name);
        if (value != inputs->end() && accept(*value)) return scalarText(*value);
      }
      for (const auto& [name, value] : inputs->items()) {
        const bool isOpen = via.empty() || contains(via, name) || contains(names, name);
        const auto target = isOpen ? linkTarget(value) : std::nullopt;
        if (target && seen.insert(*target).second) waiting.push_back(*target);
      }
    }
    return std::nullopt;
  }

 private:
  static bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  const json& m_nodes;
};

bool isNumber(const json& value) {
  return value.is_number();
}
bool isText(const json& value) {
  return value.is_string() && !value.get_ref<const std::string&>().empty();
}

/// A node that samples has a prompt, by itself or through a guider.
bool isSampler(const Graph& graph, const std::string& id) {
  const json* inputs = graph.inputsOf(id);
  if (inputs == nullptr) return false;
  return (inputs->contains("positive") && inputs->contains("latent_image")) ||
         (inputs->contains("guider") && inputs->contains("sigmas"));
}

/// The sampler that the saved picture came out of: the nearest one upstream of a node that saves or shows a
/// picture, else the first.
std::optional<std::string> findSampler(const Graph& graph) {
  const std::vector<std::string> ids = graph.ids();
  // Of all outputs: what led one of them to no sampler leads no other to one.
  std::set<std::string> seen;
  size_t visits = 0;
  for (const std::string& output : ids) {
    if (graph.classOf(output).find("Image") == std::string::npos || !graph.linkOf(output, "images")) continue;
    std::deque<std::string> waiting;
    if (seen.insert(output).second) waiting.push_back(output);
    for (; !waiting.empty() && visits < kMaxVisits; ++visits) {
      const std::string id = waiting.front();
      waiting.pop_front();
      if (isSampler(graph, id)) return id;
      const json* inputs = graph.inputsOf(id);
      if (inputs == nullptr) continue;
      for (const auto& [name, value] : inputs->items()) {
        const auto target = Graph::linkTarget(value);
        if (target && seen.insert(*target).second) waiting.push_back(*target);
      }
    }
  }
  for (const std::string& id : ids) {
    if (isSampler(graph, id)) return id;
  }
  return std::nullopt;
}

std::string promptText(const Graph& graph, const std::string& sampler, const char* side) {
  std::optional<std::string> start = graph.linkOf(sampler, side);
  if (!start) {
    const auto guider = graph.linkOf(sampler, "guider");
    if (!guider) return {};
    start = graph.linkOf(*guider, side);
    // A guider without sides has one conditioning, which is what the picture shows.
    if (!start && std::string_view(side) == "positive") start = graph.linkOf(*guider, "conditioning");
  }
  if (!start) return {};
  static const std::vector<std::string> kTexts{"text",   "text_g", "t5xxl",  "clip_l",         "prompt",
                                               "string", "value",  "text_l", "populated_text", "positive"};
  const std::vector<std::string> via{"conditioning",    "conditioning_1",    "conditioning_2",
                                     "conditioning_to", "conditioning_from", side};
  return importedText(graph.nearest(*start, kTexts, via, isText).value_or(""));
}

void addSampler(ImportedSettings& settings, const Graph& graph, const std::string& sampler) {
  // Upstream through what a sampler is set with, not through an earlier sampler's picture.
  static const std::vector<std::string> kVia{"guider", "sigmas", "noise", "sampler"};
  const auto number = [&](const std::vector<std::string>& names) {
    return graph.nearest(sampler, names, kVia, isNumber).value_or("");
  };
  settings.seed = seedFrom(number({"seed", "noise_seed", "value"}));
  setSteps(settings, number({"steps"}));
  setGuidance(settings, number({"cfg"}));
  setStrength(settings, number({"denoise"}));
  const std::string start = graph.linkOf(sampler, "latent_image").value_or(sampler);
  setSize(settings, graph.nearest(start, {"width"}, {}, isNumber).value_or(""),
          graph.nearest(start, {"height"}, {}, isNumber).value_or(""));
  settings.modelName = importedText(
      graph.nearest(sampler, {"ckpt_name", "unet_name", "model_name"}, {"model", "guider"}, isText)
          .value_or(""));
  for (const char* name : {"sampler_name", "scheduler"})
    addRest(settings, name, graph.nearest(sampler, {name}, kVia, isText).value_or(""));
  settings.prompt = promptText(graph, sampler, "positive");
  settings.negativePrompt = promptText(graph, sampler, "negative");
}

/// Names of the widgets of the usual nodes, in their order; the value after a seed says what becomes of it.
const std::vector<std::string>* widgetsOf(const std::string& type) {
  static const std::map<std::string, std::vector<std::string>> kWidgets{
      {"KSampler", {"seed", "", "steps", "cfg", "sampler_name", "scheduler", "denoise"}},
      {"KSamplerAdvanced", {"add_noise", "noise_seed", "", "steps", "cfg", "sampler_name", "scheduler"}},
      {"CLIPTextEncode", {"text"}},
      {"EmptyLatentImage", {"width", "height", "batch_size"}},
      {"EmptySD3LatentImage", {"width", "height", "batch_size"}},
      {"CheckpointLoaderSimple", {"ckpt_name"}},
      {"UNETLoader", {"unet_name"}},
      {"RandomNoise", {"noise_seed"}},
      {"BasicScheduler", {"scheduler", "steps", "denoise"}},
      {"CFGGuider", {"cfg"}},
  };
  const auto found = kWidgets.find(type);
  return found == kWidgets.end() ? nullptr : &found->second;
}

/// Link id → node it comes from.
std::map<std::string, std::string> linksOf(const json& workflow) {
  std::map<std::string, std::string> links;
  const auto found = workflow.find("links");
  if (found == workflow.end() || !found->is_array()) return links;
  for (const json& link : *found) {
    if (link.is_array() && link.size() >= 4) links[scalarText(link[0])] = scalarText(link[1]);
  }
  return links;
}

json inputsFromDrawn(const json& node, const std::map<std::string, std::string>& links) {
  json inputs = json::object();
  const auto sockets = node.find("inputs");
  if (sockets != node.end() && sockets->is_array()) {
    for (const json& socket : *sockets) {
      if (!socket.is_object() || !socket.contains("name") || !socket.contains("link")) continue;
      const auto from = links.find(scalarText(socket["link"]));
      if (from != links.end()) inputs[scalarText(socket["name"])] = json::array({from->second, 0});
    }
  }
  const auto type = node.find("type");
  const auto values = node.find("widgets_values");
  const auto* widgets = type != node.end() ? widgetsOf(scalarText(*type)) : nullptr;
  if (widgets == nullptr || values == node.end() || !values->is_array()) return inputs;
  for (size_t i = 0; i < widgets->size() && i < values->size(); ++i) {
    const std::string& name = (*widgets)[i];
    if (!name.empty() && !inputs.contains(name)) inputs[name] = (*values)[i];
  }
  return inputs;
}

}  // namespace

std::optional<ImportedSettings> fromComfyUi(const std::string& promptGraph) {
  const auto nodes = importedJson(promptGraph);
  if (!nodes) return std::nullopt;
  const Graph graph(*nodes);
  const auto sampler = findSampler(graph);
  if (!sampler) return std::nullopt;
  ImportedSettings settings;
  settings.source = ImportSource::ComfyUi;
  addSampler(settings, graph, *sampler);
  return settings;
}

std::optional<ImportedSettings> fromComfyUiWorkflow(const std::string& text) {
  const auto workflow = importedJson(text);
  if (!workflow || !workflow->contains("nodes") || !(*workflow)["nodes"].is_array()) return std::nullopt;
  const auto links = linksOf(*workflow);
  json nodes = json::object();
  for (const json& node : (*workflow)["nodes"]) {
    if (!node.is_object() || !node.contains("id") || !node.contains("type")) continue;
    nodes[scalarText(node["id"])] = {{"class_type", scalarText(node["type"])},
                                     {"inputs", inputsFromDrawn(node, links)}};
  }
  const Graph graph(nodes);
  const auto sampler = findSampler(graph);
  if (!sampler) return std::nullopt;
  ImportedSettings settings;
  settings.source = ImportSource::ComfyUi;
  addSampler(settings, graph, *sampler);
  return settings;
}

}  // namespace unmask
