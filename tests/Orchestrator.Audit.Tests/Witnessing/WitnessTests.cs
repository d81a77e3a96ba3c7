using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Tests.Witnessing;

/// <summary>Each rule of C2SP tlog-witness, with its status code.</summary>
[Trait("Requirement", "R-AUD-6")]
public sealed class WitnessTests : IDisposable
{
    private readonly TestWitness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void A_log_that_only_grows_is_cosigned_at_each_size()
    {
        var tree = TestWitness.Tree(300);
        var old = 0L;
        foreach (var size in new long[] { 1, 2, 3, 8, 8, 100, 256, 257, 300 })
        {
            var reply = _stage.Ask(tree, old, size);
            Assert.Equal(200, reply.Status);
            var line = Assert.Single(Cosignature.ParseLines(reply.Body)!);
            Assert.Equal(_stage.Time.GetUtcNow().ToUnixTimeSeconds(), Cosignature.Verify(new Checkpoint(_stage.Log.Key.Name, size, tree.RootAt(size)).ToText(), line, _stage.Witness.Key));
            old = size;
        }
    }

    [Fact]
    public void An_empty_log_may_be_cosigned_and_grow_from_there()
    {
        var tree = TestWitness.Tree(3);
        Assert.Equal(200, _stage.Ask(tree, 0, 0).Status);
        Assert.Equal(200, _stage.Ask(tree, 0, 3).Status);
    }

    [Fact]
    public void An_empty_tree_has_one_root() =>
        Assert.Equal(422, _stage.Ask(new AddCheckpoint(0, [], _stage.Log.Sign(0, MerkleHasher.Leaf("x"u8)).Note).ToBytes()).Status);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("old 0\n\nnot a note")]
    public void What_isnt_a_request_is_400(string body) => Assert.Equal(400, _stage.Ask(Encoding.UTF8.GetBytes(body)).Status);

    [Fact]
    public void An_unknown_log_is_404()
    {
        var other = new CheckpointSigner("log.example/two", TestWitness.Key(12));
        Assert.Equal(404, _stage.Ask(new AddCheckpoint(0, [], other.Sign(1, MerkleHasher.Leaf("x"u8)).Note).ToBytes()).Status);
    }

    [Fact]
    public void A_checkpoint_without_a_signature_of_the_log_is_403()
    {
        var other = new CheckpointSigner(_stage.Log.Key.Name, TestWitness.Key(12));
        Assert.Equal(403, _stage.Ask(new AddCheckpoint(0, [], other.Sign(1, MerkleHasher.Leaf("x"u8)).Note).ToBytes()).Status);
    }

    [Fact]
    public void A_false_signature_under_the_logs_name_is_403_also_beside_a_right_one()
    {
        var root = MerkleHasher.Leaf("x"u8);
        Assert.Equal(NoteFailure.None, SignedNote.Parse(_stage.Log.Sign(1, root).Note.Span, out var good));
        Assert.Equal(NoteFailure.None, SignedNote.Parse(_stage.Log.Sign(2, root).Note.Span, out var bad));
        Assert.Equal(403, _stage.Ask(new AddCheckpoint(0, [], good!.With(bad!.Signatures).ToBytes()).ToBytes()).Status);
    }

    [Fact]
    public void Signatures_by_strangers_are_left_alone_and_not_kept()
    {
        var tree = TestWitness.Tree(1);
        Assert.Equal(NoteFailure.None, SignedNote.Parse(_stage.Log.Sign(1, tree.RootAt(1)).Note.Span, out var note));
        var stranger = new NoteSignature("stranger.example", 7, new byte[64]);
        Assert.Equal(200, _stage.Ask(new AddCheckpoint(0, [], note!.With(stranger).ToBytes()).ToBytes()).Status);
        Assert.DoesNotContain("stranger", File.ReadAllText(Directory.EnumerateFiles(_stage.Folder, "*.checkpoint").Single()), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_behind_the_root_are_cosigned_with_the_rest()
    {
        var text = new Checkpoint(_stage.Log.Key.Name, 1, MerkleHasher.Leaf("x"u8)).ToText() + "more\n";
        using var key = TestWitness.Key(11);
        var note = new SignedNote(text, [new NoteSignature(_stage.Log.Key.Name, _stage.Log.Key.Id, key.Sign(Encoding.UTF8.GetBytes(text)))]);
        var reply = _stage.Ask(new AddCheckpoint(0, [], note.ToBytes()).ToBytes());
        Assert.Equal(200, reply.Status);
        Assert.NotNull(Cosignature.Verify(text, Cosignature.ParseLines(reply.Body)!.Single(), _stage.Witness.Key));
        Assert.Equal(200, _stage.Ask(new AddCheckpoint(1, [], note.ToBytes()).ToBytes()).Status);
    }

    [Fact]
    public void An_old_size_beyond_the_checkpoint_is_400()
    {
        var tree = TestWitness.Tree(5);
        Assert.Equal(400, _stage.Ask(new AddCheckpoint(5, [], _stage.Log.Sign(4, tree.RootAt(4)).Note).ToBytes()).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void Another_old_size_is_409_with_the_one_that_was_cosigned(long old)
    {
        var tree = TestWitness.Tree(9);
        Assert.Equal(200, _stage.Ask(tree, 0, 4).Status);
        var reply = _stage.Ask(tree, old, 9);
        Assert.Equal((409, "4\n", "text/x.tlog.size"), (reply.Status, reply.Body, reply.ContentType));
        Assert.Equal(4, WitnessReply.ReadSize(reply.Body));
        Assert.Equal(WitnessConcern.None, reply.Concern);
        Assert.Equal(200, _stage.Ask(tree, 4, 9).Status);
    }

    [Fact]
    public void A_proof_from_nothing_is_422()
    {
        var tree = TestWitness.Tree(2);
        Assert.Equal(422, _stage.Ask(new AddCheckpoint(0, [tree.LeafAt(0)], _stage.Log.Sign(2, tree.RootAt(2)).Note).ToBytes()).Status);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-8")]
    public void A_rewritten_log_is_422_whatever_its_proof_and_the_state_stays()
    {
        Assert.Equal(200, _stage.Ask(TestWitness.Tree(20), 0, 20).Status);
        var rewritten = TestWitness.Tree(30, otherFrom: 7);
        var reply = _stage.Ask(rewritten, 20, 30);
        Assert.Equal((422, WitnessConcern.Unproven), (reply.Status, reply.Concern));
        Assert.Equal(20, reply.Before!.Size);
        Assert.Equal(200, _stage.Ask(TestWitness.Tree(30), 20, 30).Status);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-8")]
    public void Two_trees_of_one_size_are_a_fork_whatever_old_size_is_said()
    {
        Assert.Equal(200, _stage.Ask(TestWitness.Tree(20), 0, 20).Status);
        var other = TestWitness.Tree(20, otherFrom: 7);
        var same = _stage.Ask(other, 20, 20);
        Assert.Equal((422, WitnessConcern.Fork), (same.Status, same.Concern));
        var asked = _stage.Ask(other, 0, 20);
        Assert.Equal((409, WitnessConcern.Fork), (asked.Status, asked.Concern));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-8")]
    public void A_log_that_was_cut_back_is_never_cosigned()
    {
        var tree = TestWitness.Tree(20);
        Assert.Equal(200, _stage.Ask(tree, 0, 20).Status);
        var reply = _stage.Ask(tree, 0, 12);
        Assert.Equal((409, "20\n", WitnessConcern.Shrunk), (reply.Status, reply.Body, reply.Concern));
        var other = _stage.Ask(new AddCheckpoint(20, [], _stage.Log.Sign(12, tree.RootAt(12)).Note).ToBytes());
        Assert.Equal((400, WitnessConcern.Shrunk), (other.Status, other.Concern));
    }

    [Fact]
    public void Two_requests_at_once_never_take_the_size_back()
    {
        var tree = TestWitness.Tree(200);
        Assert.Equal(200, _stage.Ask(tree, 0, 1).Status);
        var replies = new System.Collections.Concurrent.ConcurrentBag<(long Size, int Status)>();
        Parallel.For(2, 200, size => replies.Add((size, _stage.Ask(tree, 1, size).Status)));
        var winner = Assert.Single(replies, reply => reply.Status == 200);
        Assert.All(replies.Where(reply => reply != winner), reply => Assert.Equal(409, reply.Status));
        Assert.Equal($"{winner.Size}\n", _stage.Ask(tree, 0, 200).Body);
    }

    [Fact]
    public void Every_changed_byte_of_a_request_is_refused()
    {
        var tree = TestWitness.Tree(12);
        Assert.Equal(200, _stage.Ask(tree, 0, 5).Status);
        var body = _stage.Body(tree, 5, 12);
        for (var i = 0; i < body.Length; i++)
        {
            foreach (var change in new byte[] { 1, 0x20, 0x80 })
            {
                var changed = (byte[])body.Clone();
                changed[i] ^= change;
                Assert.NotEqual(200, _stage.Ask(changed).Status);
            }
        }

        Assert.Equal(200, _stage.Ask(body).Status);
    }
}
