using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Domain;

namespace Orchestrator.Actors.Tests.Support;

/// <summary>Knows one run, and takes whatever part of it comes.</summary>
internal sealed class FakeRecoveredRuns : IRecoveredRuns
{
    private readonly List<RecoveredPart> _parts = [];

    public long Known { get; set; }

    public RecoveryAnswer? Refusal { get; set; }

    public bool Throws { get; set; }

    public IReadOnlyList<RecoveredPart> Parts => [.. _parts];

    public Task<RecoveryAnswer> KnownAsync(SessionNumber session, string logOrigin, string source, CancellationToken cancellationToken) =>
        Throws ? throw new IOException("the store is locked") : Task.FromResult(Refusal ?? RecoveryAnswer.Good(Known));

    public Task<RecoveryAnswer> StoreAsync(RecoveredPart part, CancellationToken cancellationToken)
    {
        if (Throws)
        {
            throw new IOException("the store is locked");
        }

        if (Refusal is not null)
        {
            return Task.FromResult(Refusal);
        }

        _parts.Add(part);
        Known = part.From + part.Lines.Count;
        return Task.FromResult(RecoveryAnswer.Good(Known));
    }
}
