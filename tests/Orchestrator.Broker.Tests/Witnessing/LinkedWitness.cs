using System.Threading.Channels;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Broker.Witnessing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Tests.Witnessing;

/// <summary>A witness by the real rules, with a state on the disk, at the other end of a link that is nothing but calls.</summary>
internal sealed class LinkedWitness : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestFolder _folder = new();
    private readonly Ed25519Key _key;
    private readonly WitnessState _state;
    private readonly Witness _rules;
    private readonly NoteKey[] _known;
    private readonly Channel<Answered> _answers = Channel.CreateUnbounded<Answered>();

    /// <param name="time">By which it signs.</param>
    /// <param name="seed">Of its key.</param>
    /// <param name="known">The logs that it cosigns.</param>
    public LinkedWitness(TimeProvider time, int seed, params NoteKey[] known)
    {
        _key = Ed25519Key.Generate(new SeededRandom(seed));
        _known = known;
        var signer = new WitnessSigner("lab.example/witness", _key);
        _state = WitnessState.Open(_folder.At("state"), signer.Key);
        _rules = new Witness(signer, _state, time);
        LinkKey = Convert.ToHexStringLower(_key.Public.Bytes.Span);
    }

    /// <summary>What it said about a log's checkpoint.</summary>
    internal sealed record Answered(string Origin, long Size, int Status);

    public string VerifierKey => _rules.Key.ToString();

    /// <summary>64 hex digits, as its link's key is named.</summary>
    public string LinkKey { get; }

    /// <summary>Its link ends as soon as an answer was given.</summary>
    public bool LeavesBehindAnswer { get; set; }

    public Task EnrolAsync(TestBroker broker, string name = "lab") =>
        new WitnessStore(broker.Store, broker.Time).AddAsync(name, LinkKey, VerifierKey, TestBroker.Owner, CancellationToken.None);

    /// <summary>Dials in; gives its link.</summary>
    public async Task<IWitnessTalk> AdmitAsync(IWitnessDesk desk)
    {
        var admitted = new TaskCompletionSource<IWitnessTalk>(TaskCreationOptions.RunContinuationsAsynchronously);
        var from = new Endpoint(TestKeys.Technician.Public.Spki, LinkKey, "192.0.2.9:40000", "websocket");
        var taken = await desk.AdmitAsync(new WitnessMessages.OfferWitness(VerifierKey), from, AnswerAsync, () => { }, CancellationToken.None);
        var talk = Assert.IsType<WitnessAdmission.Taken>(taken).Talk;
        admitted.SetResult(talk);
        return talk;

        async Task<bool> AnswerAsync(WitnessMessages.WitnessRequest request)
        {
            var link = await admitted.Task;
            var reply = _rules.Answer(request.Body.Memory, origin => [.. _known.Where(key => key.Name == origin)]);
            Assert.True(link.Answered(new WitnessMessages.WitnessAnswer(request.Id, reply.Status, reply.ToBytes())));
            if (LeavesBehindAnswer)
            {
                link.Ended();
            }

            _answers.Writer.TryWrite(new Answered(reply.About?.Origin ?? "", reply.About?.Size ?? 0, reply.Status));
            return true;
        }
    }

    /// <summary>Waits until it cosigned a log with so many records.</summary>
    public async Task UntilCosignedAsync(string origin, long size)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await _answers.Reader.ReadAsync(limit.Token) != new Answered(origin, size, 200))
        {
        }
    }

    public void Dispose()
    {
        _state.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }
}
