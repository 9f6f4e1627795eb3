// labels: hostile threads
//
// A training run that was stopped and goes on gives the numbers to the last bit that it would have given; its
// parts are PyTorch's.
#include "tests/capi/fixture.h"

static char path[256];

static const char* temporary(void) { return own_path(path, sizeof path, "run.pt"); }

struct run {
  tn_module_t net;
  tn_optimizer_t optimizer;
  tn_loader_t loader;
};

enum { kSamples = 50, kBatch = 8, kSteps = 17, kStop = 9 };

/* Whatever draws random numbers is in it: initialisation, dropout, the order of the samples. */
static struct run new_run(int64_t seed, int workers) {
  struct run r;
  ok(tn_manual_seed(seed));
  r.net = tn_nn_sequential(TN_MODULES(tn_nn_conv2d(1, 4, TN_SHAPE(3)), tn_nn_relu(), tn_nn_flatten(1, -1),
                                      tn_module_new("BatchNorm1d", "{\"num_features\": 64}"),
                                      tn_nn_dropout(0.3), tn_nn_linear(64, 3, 1)));
  r.optimizer = tn_optimizer_new("AdamW", tn_module_parameters(r.net), "{\"lr\": 0.01, \"amsgrad\": true}");
  tn_tensor_t x =
      tn_reshape(tn_sin(tn_arange_int(0, kSamples * 36, 1, TN_FLOAT32, TN_CPU)), TN_SHAPE(kSamples, 1, 6, 6));
  tn_tensor_t y =
      tn_to(tn_remainder_scalar(tn_arange_int(0, kSamples, 1, TN_INT64, TN_CPU), 3), TN_CPU, TN_INT64);
  tn_loader_options_t o;
  tn_loader_options_init(&o, sizeof o);
  o.batch_size = kBatch, o.shuffle = 1, o.workers = workers;
  r.loader = tn_loader_new(tn_dataset_tensors(TN_TENSORS(x, y)), &o);
  made(r.loader);
  return r;
}

static double step(struct run* r) {
  tn_scope_t s = tn_scope_begin();
  tn_tensor_t batch[2];
  int32_t got = tn_loader_next(r->loader, batch, 2);
  if (got == 0) {
    ok(tn_loader_start(r->loader));
    got = tn_loader_next(r->loader, batch, 2);
  }
  assert_int_equal(got, 1);
  tn_tensor_t loss = tn_cross_entropy(tn_module_forward(r->net, batch[0]), batch[1]);
  ok(tn_optimizer_zero_grad(r->optimizer));
  ok(tn_backward(loss));
  ok(tn_optimizer_step(r->optimizer));
  double value = tn_item(loss);
  tn_scope_end(s);
  return value;
}

static void stop_and_go_on(int workers) {
  struct run whole = new_run(5, workers), again;
  double losses[kSteps];
  ok(tn_loader_start(whole.loader));
  for (int i = 0; i < kSteps; ++i) {
    if (i == kStop) {
      tn_tree_t c = tn_checkpoint(whole.net, whole.optimizer, i);
      ok(tn_tree_set(c, "loader", tn_loader_state(whole.loader)));
      ok(tn_save(c, temporary()));
    }
    losses[i] = step(&whole);
  }
  again = new_run(99, 0);
  tn_tree_t c = tn_load(path, NULL);
  int64_t at = 0;
  ok(tn_checkpoint_restore(c, again.net, again.optimizer, &at));
  ok(tn_loader_set_state(again.loader, tn_tree_get(c, "loader")));
  assert_int_equal(at, kStop);
  for (int64_t i = at; i < kSteps; ++i) {
    double loss = step(&again);
    if (loss != losses[i]) fail_msg("the loss of step %d is %.17g, and was %.17g", (int)i, loss, losses[i]);
  }
  tn_dict_t a = tn_module_state_dict(whole.net), b = tn_module_state_dict(again.net);
  for (int64_t i = 0; i < tn_dict_count(a); ++i)
    assert_true(equal(tn_dict_get(a, tn_dict_name(a, i)), tn_dict_get(b, tn_dict_name(a, i))));
  remove(path);
}

static void test_goes_on(void** state) {
  (void)state;
  stop_and_go_on(0);
}
static void test_workers_ahead(void** state) {
  (void)state;
  stop_and_go_on(2); /* what they had gathered ahead counts as not given out */
}

static void test_before_the_first_step(void** state) {
  (void)state;
  struct run r = new_run(1, 0);
  tn_tree_t c = tn_checkpoint(r.net, r.optimizer, 0), l = tn_loader_state(r.loader);
  ok(tn_checkpoint_restore(c, r.net, r.optimizer, NULL));
  ok(tn_loader_set_state(r.loader, l));
  tn_tensor_t batch[2];
  refuses(tn_loader_next(r.loader, batch, 2), TN_ERR_STATE, "no epoch has begun");
}

/* {"state": {0: {"step", "exp_avg", …}}, "param_groups": [{"lr", "betas", "params"}]} */
static void test_optimizer_as_pytorch_has_it(void** state) {
  (void)state;
  struct run r = new_run(1, 0);
  ok(tn_loader_start(r.loader));
  step(&r);
  tn_tree_t t = tn_optimizer_state_tree(r.optimizer);
  tn_tree_t first = tn_tree_get_int(tn_tree_get(t, "state"), 0);
  assert_true(tn_item(tn_tree_tensor(tn_tree_get(first, "step"))) == 1);
  assert_int_equal(tn_tensor_ndim(tn_tree_tensor(tn_tree_get(first, "exp_avg"))), 4);
  assert_int_equal(tn_tree_has(first, "max_exp_avg_sq"), 1);
  tn_tree_t group = tn_tree_item(tn_tree_get(t, "param_groups"), 0);
  assert_true(tn_tree_float(tn_tree_get(group, "lr")) == 0.01);
  assert_int_equal(tn_tree_kind(tn_tree_get(group, "betas")), TN_TREE_TUPLE);
  assert_int_equal(tn_tree_count(tn_tree_get(group, "params")), 6);
  assert_int_equal(tn_tree_bool(tn_tree_get(group, "amsgrad")), 1);
  /* what PyTorch adds is passed over; old files have numbers for steps */
  ok(tn_tree_set(group, "foreach", tn_tree_none()));
  ok(tn_tree_set(group, "lr", tn_tree_from_float(0.25)));
  ok(tn_tree_set(first, "step", tn_tree_from_int(7)));
  ok(tn_optimizer_load_state_tree(r.optimizer, t));
  assert_true(tn_optimizer_get(r.optimizer, 0, "lr") == 0.25);
  t = tn_tree_get_int(tn_tree_get(tn_optimizer_state_tree(r.optimizer), "state"), 0);
  assert_true(tn_item(tn_tree_tensor(tn_tree_get(t, "step"))) == 7);
}

static void test_refused(void** state) {
  (void)state;
  struct run r = new_run(1, 0);
  tn_tree_t none = tn_tree_none(), dict = tn_tree_dict(), good = tn_checkpoint(r.net, r.optimizer, 3);
  refuses(tn_checkpoint(NULL, r.optimizer, 0), TN_ERR_NULL, "");
  refuses(tn_checkpoint(r.net, NULL, 0), TN_ERR_NULL, "");
  refuses(tn_checkpoint_restore(dict, r.net, r.optimizer, NULL), TN_ERR_KEY, "\"step\"");
  refuses(tn_checkpoint_restore(none, r.net, r.optimizer, NULL), TN_ERR_KEY, "tn_checkpoint_restore");
  ok(tn_tree_set(dict, "step", none));
  refuses(tn_checkpoint_restore(dict, r.net, r.optimizer, NULL), TN_ERR_VALUE, "None, not an int");
  refuses(tn_checkpoint_restore(good, tn_nn_linear(2, 2, 1), r.optimizer, NULL), TN_ERR_KEY, "weight");
  tn_tree_t rng = tn_tree_get(good, "rng");
  ok(tn_tree_set(rng, "cpu", tn_tree_from_tensor(tn_zeros(TN_SHAPE(3), TN_UINT8, TN_CPU))));
  refuses(tn_checkpoint_restore(good, r.net, r.optimizer, NULL), TN_ERR_VALUE, "generator of cpu");

  refuses(tn_optimizer_load_state_tree(r.optimizer, none), TN_ERR_VALUE, "param_groups");
  tn_tree_t o = tn_optimizer_state_tree(r.optimizer), states = tn_tree_get(o, "state");
  ok(tn_tree_set(states, "x", tn_tree_dict()));
  refuses(tn_optimizer_load_state_tree(r.optimizer, o), TN_ERR_VALUE, "no number of a parameter");
  o = tn_optimizer_state_tree(r.optimizer);
  ok(tn_tree_set_int(tn_tree_get(o, "state"), 0, none));
  refuses(tn_optimizer_load_state_tree(r.optimizer, o), TN_ERR_VALUE, "no dict");
  o = tn_optimizer_state_tree(r.optimizer);
  ok(tn_tree_set(tn_tree_item(tn_tree_get(o, "param_groups"), 0), "lr", tn_tree_dict()));
  refuses(tn_optimizer_load_state_tree(r.optimizer, o), TN_ERR_VALUE, "number");
  o = tn_optimizer_state_tree(r.optimizer);
  ok(tn_tree_set(o, "param_groups", none));
  refuses(tn_optimizer_load_state_tree(r.optimizer, o), TN_ERR_VALUE, "no list");
  refuses(tn_optimizer_state_tree(NULL), TN_ERR_NULL, "");

  tn_tree_t l = tn_loader_state(r.loader);
  ok(tn_tree_set(l, "batch", tn_tree_from_int(1)));
  refuses(tn_loader_set_state(r.loader, l), TN_ERR_VALUE, "no batch 1 in epoch 0");
  ok(tn_tree_set(l, "epoch", tn_tree_from_int(1)));
  ok(tn_tree_set(l, "batch", tn_tree_from_int(8)));
  refuses(tn_loader_set_state(r.loader, l), TN_ERR_VALUE, "no batch 8 in epoch 1 of 7");
  ok(tn_tree_set(l, "batch", tn_tree_from_int(-1)));
  refuses(tn_loader_set_state(r.loader, l), TN_ERR_VALUE, "-1");
  ok(tn_tree_set(l, "epoch", tn_tree_from_int(-1)));
  refuses(tn_loader_set_state(r.loader, l), TN_ERR_VALUE, "the epoch is -1");
  refuses(tn_loader_set_state(r.loader, none), TN_ERR_KEY, "\"seed\"");
  refuses(tn_loader_state(NULL), TN_ERR_NULL, "");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_goes_on), scoped(test_workers_ahead),
                                     scoped(test_before_the_first_step),
                                     scoped(test_optimizer_as_pytorch_has_it), scoped(test_refused)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
