using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Tests.Support;

/// <summary>The broker's own log.</summary>
internal sealed class FakeBrokerJournal(World world) : IBrokerJournal
{
    private readonly ConcurrentQueue<BrokerObservation> _noted = new();

    public bool IsBroken { get; set; }

    public bool ThrowsAtOnce { get; set; }

    public IReadOnlyList<BrokerObservation> Noted => [.. _noted];

    public ReadOnlyMemory<byte> LatestCheckpoint => default;

    public Task<ReadOnlyMemory<byte>> CheckpointAsync(CancellationToken cancellationToken) =>
        IsBroken ? Task.FromException<ReadOnlyMemory<byte>>(new IOException("disk full")) : Task.FromResult(LatestCheckpoint);

    public Task AppendAsync(BrokerObservation observation, CancellationToken cancellationToken)
    {
        if (ThrowsAtOnce)
        {
            throw new IOException("disk full");
        }

        if (IsBroken)
        {
            return Task.FromException(new IOException("disk full"));
        }

        _noted.Enqueue(observation);
        world.Note($"noted {observation.GetType().Name}");
        return Task.CompletedTask;
    }
}

/// <summary>Takes every record.</summary>
internal sealed class FakeClaims : IClaimStore
{
    public HashSet<SessionNumber> Used { get; } = [];

    public ConcurrentDictionary<SessionNumber, RegisteredRun> Runs { get; } = [];

    public Task RegisterAsync(SessionNumber session, RegisteredRun run, CancellationToken cancellationToken)
    {
        Runs[session] = run;
        return Task.CompletedTask;
    }

    public Task<ClaimOutcome> StoreAsync(SessionNumber session, long sequence, ReadOnlyMemory<byte> line, CancellationToken cancellationToken) => Task.FromResult(ClaimOutcome.Stored);

    public Task<bool> IsUsedAsync(SessionNumber session, CancellationToken cancellationToken) => Task.FromResult(Used.Contains(session));

    public Task StoreCheckpointAsync(SessionNumber session, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Nobody is activated.</summary>
internal sealed class NoActivation : IActivation
{
    public Task<ActivationOutcome> BeginAsync(ActivationRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<ActivationOutcome>(new ActivationOutcome.Refused("NO", "no"));
}

/// <summary>Admits whom the spec admits.</summary>
internal sealed class FakeAdmission : IAdmission
{
    private readonly ConcurrentQueue<AdmitRequest> _requests = new();

    /// <summary>Everything, for as long as anybody asks.</summary>
    public static TicketRights Everything { get; } = new(Capabilities.All.ToImmutableSortedDictionary(c => c, _ => 720), DateTimeOffset.MaxValue);

    public Func<AdmitRequest, AdmitOutcome> Judge { get; set; } = request => request.InstrumentKey.IsEmpty
        ? new AdmitOutcome.Refused("SESSION_UNKNOWN", "no such session")
        : request.TakenBy is { } by
            ? new AdmitOutcome.Refused("SESSION_TAKEN", by)
            : new AdmitOutcome.Admitted([1], [2], [3], "ticket-1", request.Account, "Maria Muster", Everything, default);

    /// <summary>Complete: the answer comes at once.</summary>
    public Task Working { get; set; } = Task.CompletedTask;

    public IReadOnlyList<AdmitRequest> Requests => [.. _requests];

    public Task<SignInOutcome> SignInAsync(SignInRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<SignInOutcome>(new SignInOutcome.Refused("NO", "no"));

    public async Task<AdmitOutcome> AdmitAsync(AdmitRequest request, CancellationToken cancellationToken)
    {
        _requests.Enqueue(request);
        await Working;
        return Judge(request);
    }
}

/// <summary>Tells which question came, and what spoke against the session.</summary>
internal sealed class FakeDesk : IApprovalDesk
{
    public bool IsBroken { get; set; }

    public Task<LinkMessage> RequestAsync(ApprovalMessages.RequestApproval wish, BrokerMessages.Refused? against, Endpoint from, CancellationToken cancellationToken) =>
        Answer(against is null ? new ApprovalMessages.ApprovalFiled("1", 0) : new BrokerToBoth.Refused(against.Code, against.Sentence));

    public Task<LinkMessage> ListAsync(ApprovalMessages.ListApprovals wish, Endpoint from, CancellationToken cancellationToken) => Answer(new ApprovalMessages.ApprovalsListed([]));

    public Task<LinkMessage> DecideAsync(ApprovalMessages.DecideApproval wish, Endpoint from, CancellationToken cancellationToken) =>
        Answer(new ApprovalMessages.ApprovalDecided(wish.Id, wish.Approve ? "given" : "refused"));

    private Task<LinkMessage> Answer(LinkMessage answer) => IsBroken ? throw new IOException("disk full") : Task.FromResult(answer);
}
