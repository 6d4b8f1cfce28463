#include "csimdjson.h"

#include <simdjson.h>

#include <cstring>
#include <new>
#include <string_view>
#include <vector>

namespace dom = simdjson::dom;

struct rmtop_json_parser {
  dom::parser parser;
  std::vector<rmtop_json_node> nodes;
  std::vector<double> numbers;
};

namespace {

// Lines above this size are rare (a `run` with prior vectors); the memory made for one is given back at the next
// small line instead of being held for the rest of the run.
constexpr size_t large_line = size_t(1) << 20;

struct Refused {};

size_t open(rmtop_json_parser &out, rmtop_json_kind kind) {
  if (out.nodes.size() >= RMTOP_JSON_MOST_NODES) throw Refused();
  rmtop_json_node node = {};
  node.kind = kind;
  node.next = uint32_t(out.nodes.size() + 1);
  out.nodes.push_back(node);
  return out.nodes.size() - 1;
}

void close(rmtop_json_parser &out, size_t index, size_t length) {
  out.nodes[index].length = uint32_t(length);
  out.nodes[index].next = uint32_t(out.nodes.size());
}

void text(rmtop_json_parser &out, std::string_view value) {
  size_t index = open(out, RMTOP_JSON_STRING);
  out.nodes[index].text = value.data();
  out.nodes[index].length = uint32_t(value.size());
}

bool number(dom::element element, double &value) {
  switch (element.type()) {
    case dom::element_type::DOUBLE:
    case dom::element_type::INT64:
    case dom::element_type::UINT64:
      return element.get_double().get(value) == simdjson::SUCCESS;
    default:
      return false;
  }
}

void walk(rmtop_json_parser &out, dom::element element);

void walk_array(rmtop_json_parser &out, dom::array array) {
  size_t first = out.numbers.size();
  size_t count = 0;
  bool all_numbers = true;
  for (dom::element element : array) {
    double value;
    if (!number(element, value)) {
      all_numbers = false;
      break;
    }
    out.numbers.push_back(value);
    count++;
  }
  if (all_numbers && count > 0) {
    size_t index = open(out, RMTOP_JSON_NUMBERS);
    out.nodes[index].bits = first;
    close(out, index, count);
    return;
  }
  out.numbers.resize(first);
  size_t index = open(out, RMTOP_JSON_ARRAY);
  count = 0;
  for (dom::element element : array) {
    walk(out, element);
    count++;
  }
  close(out, index, count);
}

void walk(rmtop_json_parser &out, dom::element element) {
  switch (element.type()) {
    case dom::element_type::ARRAY: {
      dom::array array;
      if (element.get(array) != simdjson::SUCCESS) throw Refused();
      walk_array(out, array);
      break;
    }
    case dom::element_type::OBJECT: {
      dom::object object;
      if (element.get(object) != simdjson::SUCCESS) throw Refused();
      size_t index = open(out, RMTOP_JSON_OBJECT);
      size_t count = 0;
      for (dom::key_value_pair field : object) {
        text(out, field.key);
        walk(out, field.value);
        count++;
      }
      close(out, index, count);
      break;
    }
    case dom::element_type::STRING: {
      std::string_view value;
      if (element.get(value) != simdjson::SUCCESS) throw Refused();
      text(out, value);
      break;
    }
    case dom::element_type::INT64: {
      int64_t value;
      if (element.get(value) != simdjson::SUCCESS) throw Refused();
      size_t index = open(out, RMTOP_JSON_INTEGER);
      std::memcpy(&out.nodes[index].bits, &value, sizeof value);
      break;
    }
    case dom::element_type::UINT64: {
      uint64_t value;
      if (element.get(value) != simdjson::SUCCESS) throw Refused();
      size_t index = open(out, RMTOP_JSON_UNSIGNED);
      out.nodes[index].bits = value;
      break;
    }
    case dom::element_type::DOUBLE: {
      double value;
      if (element.get(value) != simdjson::SUCCESS) throw Refused();
      size_t index = open(out, RMTOP_JSON_DOUBLE);
      std::memcpy(&out.nodes[index].bits, &value, sizeof value);
      break;
    }
    case dom::element_type::BOOL: {
      bool value;
      if (element.get(value) != simdjson::SUCCESS) throw Refused();
      open(out, value ? RMTOP_JSON_TRUE : RMTOP_JSON_FALSE);
      break;
    }
    case dom::element_type::NULL_VALUE:
      open(out, RMTOP_JSON_NULL);
      break;
    default:
      throw Refused();
  }
}

}  // namespace

rmtop_json_parser *rmtop_json_create(void) { return new (std::nothrow) rmtop_json_parser(); }

void rmtop_json_destroy(rmtop_json_parser *parser) { delete parser; }

bool rmtop_json_parse(rmtop_json_parser *parser, const uint8_t *line, size_t length, rmtop_json_tree *tree) {
  try {
    bool holds_much = parser->parser.capacity() > 2 * large_line || parser->nodes.capacity() > large_line / 4 ||
                      parser->numbers.capacity() > large_line;
    if (length <= large_line && holds_much) {
      parser->parser = dom::parser();
      parser->nodes = {};
      parser->numbers = {};
    }
    parser->nodes.clear();
    parser->numbers.clear();
    dom::element root;
    if (parser->parser.parse(line, length, true).get(root) != simdjson::SUCCESS) return false;
    walk(*parser, root);
  } catch (...) {
    return false;
  }
  tree->nodes = parser->nodes.data();
  tree->node_count = parser->nodes.size();
  tree->numbers = parser->numbers.data();
  tree->number_count = parser->numbers.size();
  return true;
}
