# A pole on a cart (Barto, Sutton and Anderson, 1983): push the cart left or right so that the pole stays up. The world
# is this script; what pushes is a Brain of Tenon's, which learns it in some hundred falls.
extends SceneTree

const EPISODES = 1000
const MOST_STEPS = 200

var position
var speed
var angle
var turn
var chance = RandomNumberGenerator.new()


func put_up():
	position = chance.randf_range(-0.05, 0.05)
	speed = chance.randf_range(-0.05, 0.05)
	angle = chance.randf_range(-0.05, 0.05)
	turn = chance.randf_range(-0.05, 0.05)


# A fiftieth of a second; whether it has fallen, or left the track.
func push(force):
	var sine = sin(angle)
	var cosine = cos(angle)
	var pull = (force + 0.05 * turn * turn * sine) / 1.1
	var turning = (9.8 * sine - cosine * pull) / (0.5 * (4.0 / 3.0 - 0.1 * cosine * cosine / 1.1))
	var pushing = pull - 0.05 * turning * cosine / 1.1
	position += 0.02 * speed
	speed += 0.02 * pushing
	angle += 0.02 * turn
	turn += 0.02 * turning
	return abs(position) > 2.4 or abs(angle) > 0.2095


func play(brain):
	put_up()
	for step in range(1, MOST_STEPS + 1):
		var choice = brain.choose(position, speed, angle, turn)
		var fallen = push(10.0 if choice == 1 else -10.0)
		brain.reward(1.0, fallen or step == MOST_STEPS)
		if fallen:
			return step
	return MOST_STEPS


func mean(values):
	var sum = 0.0
	for value in values:
		sum += value
	return sum / values.size()


func _init():
	var Brain = load("res://brain.gdns")
	var brain = Brain.new()
	var before = brain.alive()
	chance.seed = 4
	brain.begin(4)
	var lasted = []
	for _episode in range(EPISODES):
		lasted.append(play(brain))
		if lasted.size() % 100 == 0:
			print("after %d falls: up for %.1f steps of %d" % [lasted.size(), mean(lasted.slice(-100, -1)), MOST_STEPS])
	print("at first: %.1f" % mean(lasted.slice(0, 19)))
	print("at last: %.1f" % mean(lasted.slice(EPISODES - 20, EPISODES - 1)))
	print("weights: %.9f" % brain.sum())
	brain = Brain.new()
	print("left alive: %d objects" % (brain.alive() - before))
	brain.choose(1)
	quit()
