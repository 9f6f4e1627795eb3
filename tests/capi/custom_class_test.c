// labels: hostile
//
// Custom modules in files: they come back by the class that is registered under their name.
#include "tests/capi/fixture.h"

static char path[256];

static const char* temporary(const char* name) { return own_path(path, sizeof path, name); }

/* y = gate * linear(x); "width" is its argument. */
static tn_status_t gated(tn_call_t call, void* user_data) {
  (void)user_data;
  tn_module_t m = tn_call_module(call);
  tn_tensor_t y = tn_module_forward(tn_module_child(m, "linear"), tn_call_arg(call, 0));
  return tn_call_return(call, 0, tn_mul(y, tn_module_parameter(m, "gate")));
}

static tn_module_t new_gate(int64_t width) {
  char json[64];
  snprintf(json, sizeof json, "{\"width\": %d}", (int)width);
  tn_module_t m = tn_module_custom("Gate", gated, NULL, NULL);
  ok(tn_module_add(m, "linear", tn_nn_linear(width, width, 1)));
  ok(tn_module_add_parameter(m, "gate", tn_full(TN_SHAPE(width), 0.5, TN_FLOAT32, TN_CPU)));
  ok(tn_module_set_arguments(m, json));
  return m;
}

struct host {
  int made, destroyed;
  tn_tensor_t last_gate; /* a handle of what it put into the last one */
  const char* fault;
};

static tn_status_t make_gate(tn_call_t call, void* user_data) {
  struct host* host = user_data;
  int width = 0;
  ++host->made;
  if (host->fault && !strcmp(host->fault, "nothing")) return TN_OK;
  if (host->fault && !strcmp(host->fault, "fails")) return 77;
  if (host->fault && !strcmp(host->fault, "another")) return tn_call_return_module(call, tn_nn_relu());
  if (sscanf(tn_call_text(call), "{\"width\": %d}", &width) != 1) return 78;
  tn_module_t m = new_gate(host->fault && !strcmp(host->fault, "wider") ? width + 1 : width);
  if (host->last_gate) tn_tensor_release(host->last_gate);
  host->last_gate = tn_tensor_retain(tn_module_parameter(m, "gate"));
  return tn_call_return_module(call, m);
}

static void host_goes(void* user_data) {
  struct host* host = user_data;
  if (host->last_gate) tn_tensor_release(host->last_gate);
  ++host->destroyed;
}

static tn_module_t network(void) {
  tn_module_t gate = new_gate(3);
  ok(tn_mul_scalar_(tn_module_parameter(gate, "gate"), 0.5));
  ok(tn_module_requires_grad_(gate, 1));
  return tn_nn_sequential(TN_MODULES(tn_nn_linear(3, 3, 1), gate, tn_nn_relu(), gate));
}

static void expect_same_network(tn_module_t a, tn_module_t b) {
  char text[2][2000];
  tn_module_text(a, text[0], sizeof *text);
  tn_module_text(b, text[1], sizeof *text);
  assert_string_equal(text[0], text[1]);
  tn_tensor_t x = counted(TN_SHAPE(2, 3), TN_FLOAT32);
  assert_true(equal(tn_module_forward(a, x), tn_module_forward(b, x)));
}

static void test_comes_back(void** state) {
  (void)state;
  struct host host = {0};
  tn_module_t net = network();
  ok(tn_module_save(net, temporary("net")));
  refuses(tn_module_load(path), TN_ERR_KEY, "'Gate' at '1'|tn_module_register");
  ok(tn_module_register("Gate", make_gate, &host, host_goes));
  tn_module_t again = tn_module_load(path);
  made(again);
  assert_int_equal(host.made, 1); /* once for both of its places */
  expect_same_network(net, again);
  /* what the class made is what the model holds, with the file's values */
  assert_true(tn_tensor_is(tn_module_parameter(again, "1.gate"), host.last_gate));
  assert_true(tn_tensor_is(tn_module_parameter(again, "3.gate"), host.last_gate));
  expect(tn_detach(host.last_gate), 0, 0.25, 0.25, 0.25);
  assert_int_equal(tn_tensor_requires_grad(host.last_gate), 1);
  /* and it can be saved again, with its arguments */
  ok(tn_module_save(again, path));
  expect_same_network(net, tn_module_load(path));
  ok(tn_module_unregister("Gate"));
  assert_int_equal(host.destroyed, 1);
  refuses(tn_module_load(path), TN_ERR_KEY, "Gate");
  remove(path);
}

static void test_by_name(void** state) {
  (void)state;
  struct host host = {0}, second = {0};
  char json[64];
  ok(tn_module_register("Gate", make_gate, &host, host_goes));
  tn_module_t m = tn_module_new("Gate", "{\"width\": 4}");
  made(m);
  tn_module_arguments(m, json, sizeof json);
  assert_string_equal(json, "{\"width\": 4}");
  assert_int_equal(tn_tensor_numel(tn_module_parameter(m, "gate")), 4);
  ok(tn_module_register("Gate", make_gate, &second, host_goes)); /* in the place of the first */
  assert_int_equal(host.destroyed, 1);
  made(tn_module_new("Gate", "{\"width\": 2}"));
  assert_int_equal(second.made, 1);
  ok(tn_module_unregister("Gate"));
  tn_module_arguments(tn_nn_dropout(0.25), json, sizeof json);
  assert_non_null(strstr(json, "0.25"));
  refuses(tn_module_new("Gate", NULL), TN_ERR_KEY, "Gate");
}

static void test_refused(void** state) {
  (void)state;
  struct host host = {0};
  ok(tn_module_save(network(), temporary("refused")));
  refuses(tn_module_register("Linear", make_gate, &host, host_goes), TN_ERR_VALUE, "Linear");
  refuses(tn_module_register(NULL, make_gate, &host, host_goes), TN_ERR_NULL, "class_name");
  refuses(tn_module_register("Gate", NULL, &host, host_goes), TN_ERR_NULL, "make");
  refuses(tn_module_register("\xff", make_gate, &host, host_goes), TN_ERR_VALUE, "UTF-8");
  assert_int_equal(host.destroyed, 4);
  refuses(tn_module_unregister("Gate"), TN_ERR_KEY, "tn_module_unregister|Gate");
  refuses(tn_module_set_arguments(tn_nn_relu(), "{}"), TN_ERR_STATE, "ReLU");
  refuses(tn_module_set_arguments(new_gate(1), "[1]"), TN_ERR_VALUE, "array");
  refuses(tn_module_set_arguments(new_gate(1), "{"), TN_ERR_VALUE, "tn_module_set_arguments");
  refuses(tn_module_set_arguments(new_gate(1), NULL), TN_ERR_NULL, "json");
  refuses(tn_module_arguments(NULL, NULL, 0), TN_ERR_NULL, "NULL");
  ok(tn_module_register("Gate", make_gate, &host, NULL));
  refuses(tn_module_new("Gate", "3"), TN_ERR_VALUE, "tn_module_new");
  host.fault = "nothing";
  refuses(tn_module_load(path), TN_ERR_CALLBACK, "the class Gate gave no module");
  host.fault = "fails";
  refuses(tn_module_load(path), 77, "Gate");
  host.fault = "another";
  refuses(tn_module_load(path), TN_ERR_CALLBACK, "a module of the class 'ReLU'");
  host.fault = "wider";
  refuses(tn_module_load(path), TN_ERR_IO, "'1.gate' has shape [3]|[4]");
  host_goes(&host);
  ok(tn_module_unregister("Gate"));
  remove(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_comes_back), scoped(test_by_name), scoped(test_refused)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
