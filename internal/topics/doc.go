// Package topics finds what conversations are about: it groups texts by what
// their users ask, without a model and without a network. It knows texts and
// numbers only; who keeps them is no matter to it.
package topics
