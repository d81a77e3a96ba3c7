using System.Net;
using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Trust.Primitives;
using Orchestrator.Witnesses.Tests.Keys;

namespace Orchestrator.Witnesses.Tests.Serving;

/// <summary>C2SP tlog-witness as a client of another maker meets it: real HTTP, status codes, bodies and media types.</summary>
[Trait("Requirement", "R-AUD-6")]
[Trait("Requirement", "R-AUD-9")]
public sealed class ServeTests : IClassFixture<MadeKeys>, IAsyncLifetime
{
    private const string Plain = "text/plain; charset=utf-8";

    private readonly MadeKeys _keys;
    private readonly string _folder;
    private readonly string _logs;
    private readonly CheckpointSigner _log = new("log.example/one", Key(11));
    private readonly MerkleTree _tree = Tree(20);
    private ServedWitness _witness = null!;

    public ServeTests(MadeKeys keys)
    {
        _keys = keys;
        _folder = keys.Copy();
        _logs = Path.Combine(_folder, "logs");
    }

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_logs, $"# known to this witness\n\n{_log.Key}\n");
        _witness = await ServedWitness.StartAsync(_folder, _logs);
    }

    public async Task DisposeAsync() => await _witness.DisposeAsync();

    [Fact]
    public async Task A_log_that_grows_is_cosigned_and_what_was_cosigned_last_can_be_read()
    {
        foreach (var (old, size) in new[] { (0, 5), (5, 5), (5, 12) })
        {
            var (status, type, body) = await AddAsync(Body(_tree, old, size));
            Assert.Equal((HttpStatusCode.OK, Plain), (status, type));
            var line = Assert.Single(Cosignature.ParseLines(body)!);
            Assert.NotNull(Cosignature.Verify(new Checkpoint(_log.Key.Name, size, _tree.RootAt(size)).ToText(), line, _keys.Verifier));
        }

        using var response = await _witness.Client.GetAsync(Place);
        Assert.Equal((HttpStatusCode.OK, Plain), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(NoteFailure.None, SignedCheckpoint.Verify(bytes, _log.Key, out var signed));
        Assert.Equal((12L, _tree.RootAt(12)), (signed!.Checkpoint.Size, signed.Checkpoint.Root));
        Assert.Equal(NoteFailure.None, SignedNote.Parse(bytes, out var note));
        Assert.Equal(CosignatureVerdict.Good, Cosignature.Verify(note!, _keys.Verifier, out _));
    }

    [Fact]
    public async Task What_was_answered_is_on_the_disk_and_another_process_goes_on_from_there()
    {
        for (var size = 1; size <= 4; size++)
        {
            var (status, _, body) = await AddAsync(Body(_tree, size - 1, size));
            Assert.Equal(HttpStatusCode.OK, status);

            // Read at once: the answer came after it was written.
            Assert.EndsWith(body, await File.ReadAllTextAsync(Path.Combine(_folder, "state", WitnessState.NameOf(_log.Key.Name) + ".checkpoint")), StringComparison.Ordinal);
            Assert.Equal(0, await _witness.StopAsync());
            await _witness.DisposeAsync();
            _witness = await ServedWitness.StartAsync(_folder, _logs);
        }

        Assert.Equal((HttpStatusCode.Conflict, "text/x.tlog.size", "4\n"), await AddAsync(Body(_tree, 0, 9)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Another_old_size_is_409_with_the_size_that_was_cosigned(int old)
    {
        Assert.Equal(HttpStatusCode.OK, (await AddAsync(Body(_tree, 0, 5))).Status);

        Assert.Equal((HttpStatusCode.Conflict, "text/x.tlog.size", "5\n"), await AddAsync(Body(_tree, old, 9)));
        Assert.Equal(HttpStatusCode.OK, (await AddAsync(Body(_tree, 5, 9))).Status);
    }

    [Fact]
    public async Task A_log_that_nobody_named_is_404()
    {
        var other = new CheckpointSigner("log.example/two", Key(11));

        await RefusedAsync(HttpStatusCode.NotFound, new AddCheckpoint(0, [], other.Sign(3, _tree.RootAt(3)).Note).ToBytes());
    }

    [Fact]
    public async Task A_signature_by_another_key_is_403()
    {
        var other = new CheckpointSigner(_log.Key.Name, Key(12));

        await RefusedAsync(HttpStatusCode.Forbidden, new AddCheckpoint(0, [], other.Sign(3, _tree.RootAt(3)).Note).ToBytes());
    }

    [Fact]
    public async Task A_proof_that_doesnt_hold_is_422_and_no_alarm_for_anybody_may_send_one()
    {
        Assert.Equal(HttpStatusCode.OK, (await AddAsync(Body(_tree, 0, 5))).Status);

        await RefusedAsync(HttpStatusCode.UnprocessableEntity, new AddCheckpoint(5, [], _log.Sign(9, _tree.RootAt(9)).Note).ToBytes());

        Assert.Equal(0, await _witness.StopAsync());
        Assert.Equal("", _witness.Errors);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-8")]
    public async Task Two_signed_trees_of_one_size_are_422_and_an_alarm_that_the_exit_code_tells()
    {
        Assert.Equal(HttpStatusCode.OK, (await AddAsync(Body(_tree, 0, 5))).Status);

        await RefusedAsync(HttpStatusCode.UnprocessableEntity, Body(Tree(20, otherFrom: 2), 5, 5));

        Assert.Equal((int)ExitCode.Alarm, await _witness.StopAsync());
        Assert.StartsWith("FORK: log.example/one", _witness.Errors, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_folder, "FORK-*").Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 0\n")]
    [InlineData("old 00\n\nx")]
    [InlineData("old 0\nbm90IDMyIGJ5dGVz\n\nx")]
    [InlineData("old 0\n\nnot a note\n")]
    public async Task What_isnt_a_request_is_400(string body) => await RefusedAsync(HttpStatusCode.BadRequest, Encoding.UTF8.GetBytes(body));

    [Fact]
    public async Task An_old_size_beyond_the_checkpoint_is_400() =>
        await RefusedAsync(HttpStatusCode.BadRequest, new AddCheckpoint(6, [], _log.Sign(5, _tree.RootAt(5)).Note).ToBytes());

    [Fact]
    public async Task More_bytes_than_a_request_can_have_are_413() =>
        await RefusedAsync(HttpStatusCode.RequestEntityTooLarge, new byte[AddCheckpoint.MostBytes + 1]);

    [Fact]
    public async Task Nothing_else_is_served()
    {
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(Place));
        Assert.Equal(HttpStatusCode.OK, (await AddAsync(Body(_tree, 0, 5))).Status);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(Place));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await GetAsync("/add-checkpoint"));
        foreach (var path in new[] { "/", "/checkpoint", Place.ToUpperInvariant(), Place + "/", "/state/lock", "/..%2fwitness.key/checkpoint", "/%2e%2e/witness.key" })
            Assert.Equal(HttpStatusCode.NotFound, await GetAsync(path));
    }

    private string Place => $"/{WitnessState.NameOf(_log.Key.Name)}/checkpoint";

    private static Ed25519Key Key(byte seed) => Ed25519Key.Import(Enumerable.Repeat(seed, Ed25519Key.SeedSize).ToArray());

    private static MerkleTree Tree(int leaves, int otherFrom = int.MaxValue)
    {
        var tree = new MerkleTree();
        for (var i = 0; i < leaves; i++)
            tree.Append(MerkleHasher.Leaf(Encoding.ASCII.GetBytes(i >= otherFrom ? $"other {i}" : $"record {i}")));
        return tree;
    }

    private byte[] Body(MerkleTree tree, int old, int size) => new AddCheckpoint(old, tree.ConsistencyProof(old, size), _log.Sign(size, tree.RootAt(size)).Note).ToBytes();

    /// <summary>Refused with one sentence, and nothing is cosigned.</summary>
    private async Task RefusedAsync(HttpStatusCode expected, byte[] body)
    {
        var before = await GetAsync(Place);
        var (status, type, sentence) = await AddAsync(body);
        Assert.Equal((expected, Plain), (status, type));
        Assert.EndsWith(".\n", sentence, StringComparison.Ordinal);
        Assert.Null(Cosignature.ParseLines(sentence));
        Assert.Equal(before, await GetAsync(Place));
    }

    private async Task<(HttpStatusCode Status, string? Type, string Body)> AddAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var response = await _witness.Client.PostAsync("/add-checkpoint", content);
        return (response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync());
    }

    private async Task<HttpStatusCode> GetAsync(string path)
    {
        using var response = await _witness.Client.GetAsync(path);
        return response.StatusCode;
    }
}
