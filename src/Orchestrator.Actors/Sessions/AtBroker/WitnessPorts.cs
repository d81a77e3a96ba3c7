using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Sessions.AtBroker;

/// <summary>The broker's side of witnessing: who may be a witness, and what they are asked (docs/adr/0017).</summary>
public interface IWitnessDesk
{
    /// <summary>A witness offers itself on a proven link.</summary>
    /// <param name="offer">The key under which it cosigns.</param>
    /// <param name="from">The key that proved itself on the link.</param>
    /// <param name="send">Sends a request on that link; false when it is gone.</param>
    /// <param name="close">Ends the link.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<WitnessAdmission> AdmitAsync(
        WitnessMessages.OfferWitness offer, Endpoint from, Func<WitnessMessages.WitnessRequest, Task<bool>> send, Action close, CancellationToken cancellationToken);

    /// <summary>Keeps what introduces a run's log to witnesses. Durable when it completes.</summary>
    Task IntroduceAsync(SessionNumber session, InstrumentToBroker.RegisterSession wish, ReadOnlyMemory<byte> runKey, CancellationToken cancellationToken);

    /// <summary>The session's log has a new checkpoint; the first one is asked about at once. Returns without waiting.</summary>
    void Checkpointed(SessionNumber session);

    /// <summary>Nothing more comes of the session's log for now: its newest checkpoint is asked about. Returns without waiting.</summary>
    void Over(SessionNumber session);
}

/// <summary>Whether somebody is a witness here.</summary>
public abstract record WitnessAdmission
{
    /// <summary>He is: requests come from now on.</summary>
    public sealed record Taken(IWitnessTalk Talk) : WitnessAdmission;

    /// <summary>He isn't.</summary>
    public sealed record Refused(string Code, string Sentence) : WitnessAdmission;
}

/// <summary>One witness on one link.</summary>
public interface IWitnessTalk
{
    /// <summary>An answer came. False when nobody asked for it: then the link ends.</summary>
    bool Answered(WitnessMessages.WitnessAnswer answer);

    /// <summary>The link is over.</summary>
    void Ended();
}

/// <summary>A broker without witnesses: whoever offers himself is refused.</summary>
public sealed class NoWitnesses : IWitnessDesk
{
    /// <summary>The only one.</summary>
    public static NoWitnesses Instance { get; } = new();

    /// <inheritdoc/>
    public Task<WitnessAdmission> AdmitAsync(
        WitnessMessages.OfferWitness offer, Endpoint from, Func<WitnessMessages.WitnessRequest, Task<bool>> send, Action close, CancellationToken cancellationToken) =>
        Task.FromResult<WitnessAdmission>(new WitnessAdmission.Refused("WITNESS_UNKNOWN", "This server takes no witnesses."));

    /// <inheritdoc/>
    public Task IntroduceAsync(SessionNumber session, InstrumentToBroker.RegisterSession wish, ReadOnlyMemory<byte> runKey, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Checkpointed(SessionNumber session)
    {
    }

    /// <inheritdoc/>
    public void Over(SessionNumber session)
    {
    }
}
