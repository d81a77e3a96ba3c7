using System.Buffers;
using Akka.Actor;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Relaying;
using Orchestrator.Protocol;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Actors.Links;

/// <summary>
/// What an instrument's link brings to the broker. A record is durable, and applied to the gates, before the next thing on the link is looked at.
/// </summary>
internal sealed class InstrumentEndpoint(LinkConnection link, Endpoint from, BrokerSetup setup, IActorRef sessions) : IBrokerEndpoint
{
    /// <summary>What the run's RSA key signs to bind its log key.</summary>
    public const string LogKeyContext = InstrumentIdentity.LogKeyContext;

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    private readonly RecoveryTalk _recovery = new(link, from, setup.Recovered, sessions);
    private SessionNumber? _session;
    private Relay? _relay;

    /// <inheritdoc/>
    public async ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken) => message switch
    {
        InstrumentToBroker.RegisterSession register when _session is null => await RegisterAsync(register, cancellationToken).ConfigureAwait(false),
        InstrumentToBroker.AppendEvent append when _session is { } session => await AppendAsync(session, append, cancellationToken).ConfigureAwait(false),
        InstrumentToBroker.LogCheckpoint checkpoint when _session is { } session => await KeepAsync(session, checkpoint, cancellationToken).ConfigureAwait(false),
        InstrumentToBroker.ResumeSession resume when _session is null => await ResumeAsync(resume.Session).ConfigureAwait(false),
        RecoveryMessages.RecoverRun or RecoveryMessages.RecoverRecord or RecoveryMessages.RecoverCheckpoint when _session is not null =>
            await _recovery.OnMessageAsync(message, cancellationToken).ConfigureAwait(false),
        InstrumentToBroker.EndSession when _session is { } session => Leave(session),
        _ => LinkOutcome.Violation($"{message.Type} at this time"),
    };

    /// <inheritdoc/>
    public async ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken)
    {
        if (_relay is not { } relay)
        {
            return LinkOutcome.Violation("a record before a session");
        }

        await relay.FromInstrumentAsync(link, header, whole).ConfigureAwait(false);
        return null;
    }

    /// <inheritdoc/>
    public void Ended(LinkOutcome outcome)
    {
        if (_session is { } session)
        {
            setup.Witnesses.Over(session);
            sessions.Tell(new BrokerMessages.LinkEnded(session, Party.Instrument, outcome, link));
        }
    }

    private async Task<LinkOutcome?> RegisterAsync(InstrumentToBroker.RegisterSession register, CancellationToken cancellationToken)
    {
        var key = RsaPublic.Import(from.Key.Span);
        if (Ed25519Public.TryImport(register.LogPublicKey.Span) is null || !key.Verify(LogKeyContext, register.LogPublicKey.Span, register.LogKeyBinding.Span))
        {
            return LinkOutcome.Violation("the log key isn't bound to the run's key");
        }

        var answer = await sessions.Ask(new BrokerMessages.Register(register, from, link), AnswerTime, cancellationToken).ConfigureAwait(false);
        if (answer is not BrokerMessages.Registered registered)
        {
            var no = answer as BrokerMessages.Refused ?? AdmissionRequests.NoAnswer;
            await link.SendAsync(new BrokerToBoth.Refused(no.Code, no.Sentence)).ConfigureAwait(false);
            return LinkOutcome.Local;
        }

        await setup.Witnesses.IntroduceAsync(registered.Session, register, from.Key, cancellationToken).ConfigureAwait(false);
        _session = registered.Session;
        _relay = registered.Relay;

        // The instrument's log names this checkpoint at its START, so it must cover the broker's own record of the registration.
        var checkpoint = await setup.Journal.CheckpointAsync(cancellationToken).ConfigureAwait(false);
        await link.SendAsync(new BrokerToInstrument.SessionRegistered(
            registered.Session, setup.Time.GetUtcNow().ToUnixTimeMilliseconds(), setup.LogOrigin, checkpoint)).ConfigureAwait(false);
        return null;
    }

    private async Task<LinkOutcome?> ResumeAsync(SessionNumber session)
    {
        if (await Reattachment.AskAsync(new BrokerMessages.Reattach(session, Party.Instrument, from, link), sessions).ConfigureAwait(false) is not { } relay)
        {
            return LinkOutcome.Local;
        }

        _session = session;
        _relay = relay;
        return null;
    }

    private async Task<LinkOutcome?> AppendAsync(SessionNumber session, InstrumentToBroker.AppendEvent append, CancellationToken cancellationToken)
    {
        switch (await setup.Claims.StoreAsync(session, append.Sequence, append.Line.Memory, cancellationToken).ConfigureAwait(false))
        {
            case ClaimOutcome.Fork:
                sessions.Tell(new BrokerMessages.Fork(session, append.Sequence));
                return LinkOutcome.Violation($"another record at sequence {append.Sequence}");
            case ClaimOutcome.Gap:
                return LinkOutcome.Violation($"a gap before sequence {append.Sequence}");
            // Also one that was stored already: its link may have been lost before it was applied. It is applied once.
            case ClaimOutcome.Stored or ClaimOutcome.AlreadyStored when setup.ReadEvent(append.Line.Memory) is { } happened:
                await sessions.Ask(new BrokerMessages.Apply(session, append.Sequence, happened), AnswerTime, cancellationToken).ConfigureAwait(false);
                break;
        }

        await link.SendAsync(new BrokerToInstrument.EventStored(append.Sequence)).ConfigureAwait(false);
        return null;
    }

    private async Task<LinkOutcome?> KeepAsync(SessionNumber session, InstrumentToBroker.LogCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        try
        {
            await setup.Claims.StoreCheckpointAsync(session, checkpoint.Note.Memory, cancellationToken).ConfigureAwait(false);
            setup.Witnesses.Checkpointed(session);
            sessions.Tell(new BrokerMessages.CheckpointKept(session, checkpoint.Note.Memory));
            return null;
        }
        catch (FormatException)
        {
            return LinkOutcome.Violation("a checkpoint that isn't one of its log");
        }
    }

    private LinkOutcome? Leave(SessionNumber session)
    {
        setup.Witnesses.Over(session);
        sessions.Tell(new BrokerMessages.InstrumentLeft(session, link));
        return null;
    }
}
