using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Rfb;
using Orchestrator.Technicians.Composition;
using Orchestrator.Technicians.Pumps;

namespace Orchestrator.Technicians;

/// <summary>
/// One joined session, as the technician's hand on it: asks, and uses what was allowed. Everything that isn't open throws a
/// <see cref="ConsoleException"/> with a sentence. Members may be called from any thread.
/// </summary>
public sealed partial class ConsoleSession : IAsyncDisposable
{
    private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(20);

    private readonly IHost _host;
    private readonly IActorRef _actor;
    private readonly SessionFace _face;
    private readonly ConsolePumps _pumps;
    private readonly TimeProvider _time;
    private readonly Dictionary<Capability, SemaphoreSlim> _turns = Capabilities.All.ToDictionary(c => c, _ => new SemaphoreSlim(1));
    private readonly ScreenBaseline _baseline;
    private int _isDisposed;

    private ConsoleSession(IHost host, IActorRef actor, SessionFace face, ConsolePumps pumps, TimeProvider time)
    {
        _host = host;
        _actor = actor;
        _face = face;
        _pumps = pumps;
        _time = time;
        _baseline = new ScreenBaseline(pumps.Screen);
    }

    /// <summary>What the technician sees now.</summary>
    public ConsoleView View => _face.View ?? throw new InvalidOperationException("The session isn't joined.");

    /// <summary>The six digits to read aloud.</summary>
    public string Sas => View.Sas;

    /// <summary>The instrument's screen, as far as it was shown.</summary>
    public ShadowFramebuffer Screen => _pumps.Screen;

    /// <summary>How it ended, once it has.</summary>
    public Task<ConsoleEnd> Completion => _face.Completion;

    /// <summary>Tells everything from now on. The watcher is called from actors and must not block; dispose the result to stop.</summary>
    public IDisposable Watch(Action<Notice> watcher) => _face.Watch(watcher);

    /// <summary>Waits until the PIN was right and the operator typed the six digits.</summary>
    /// <param name="pinFailuresSeen">Wrong PINs that were dealt with already; one more throws WRONG_PIN.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task OpenedAsync(int pinFailuresSeen = 0, CancellationToken cancellationToken = default)
    {
        var view = await _face.UntilAsync(
            view => view.State.Phase == SessionPhase.Open || (!view.State.PinAccepted && view.State.PinFailures > pinFailuresSeen) ? view : null,
            cancellationToken).ConfigureAwait(false);
        if (view.State.Phase != SessionPhase.Open)
        {
            throw new ConsoleException("WRONG_PIN", ExitCode.Refused, "The PIN is wrong. Ask the operator to read it out again; three wrong ones end the session.");
        }
    }

    /// <summary>Gives the PIN once more, after a wrong one.</summary>
    public void PresentPin(SecretText pin) => _actor.Tell(new ConsoleMessages.PresentPin(pin));

    /// <summary>Asks the operator for one capability; returns when it is open.</summary>
    /// <exception cref="ConsoleException">The operator said no, didn't answer, or it isn't possible.</exception>
    public async Task<ConsoleMessages.AskOpened> AskAsync(
        Capability capability, int minutes, string reason, FileOffer? file = null, CancellationToken cancellationToken = default)
    {
        var turn = _turns[capability];
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await AskInTurnAsync(new ConsoleMessages.Ask(capability, minutes, reason, file), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Gives a capability back.</summary>
    public void Release(Capability capability) => _actor.Tell(new ConsoleMessages.Release(capability));

    /// <summary>Says something to the operator.</summary>
    public void Chat(string text) => _actor.Tell(new ConsoleMessages.Chat(text));

    /// <summary>Ends the session for everybody and waits for its last record.</summary>
    public async Task<ConsoleEnd> EndAsync(string reason = "done", CancellationToken cancellationToken = default)
    {
        _actor.Tell(new ConsoleMessages.Leave(reason));
        return await Completion.WaitAsync(LeaveTime, _time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops the session; a session that runs still is lost for the instrument then, and ends there when its grace is over.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        _host.Dispose();
        _face.Finished(new ConsoleEnd("CLOSED", "The console was closed.", false));
    }

    internal static async Task<ConsoleSession> StartAsync(
        ConsoleSetup setup, SessionFace face, ConsolePumps pumps, TimeProvider time, CancellationToken cancellationToken)
    {
        var host = SessionHost.Build(setup);
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            var actor = host.Services.GetRequiredService<ActorRegistry>().Get<ConsoleActor>();
            return new ConsoleSession(host, actor, face, pumps, time);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    private async Task<ConsoleMessages.AskOpened> AskInTurnAsync(ConsoleMessages.Ask ask, CancellationToken cancellationToken)
    {
        // The actor answers every question within its patience; the session's end answers those that it can't.
        var answer = _actor.Ask<object>(ask, Timeout.InfiniteTimeSpan, cancellationToken);
        if (await Task.WhenAny(answer, Completion).ConfigureAwait(false) != answer)
        {
            throw SessionEnds.AsException(await Completion.ConfigureAwait(false));
        }

        return await answer.ConfigureAwait(false) switch
        {
            ConsoleMessages.AskOpened opened => opened,
            ConsoleMessages.AskDenied { Code: "NOT_ALLOWED" } when View.ApprovalNeeded.Contains(ask.Capability) =>
                throw new ConsoleException("APPROVAL_NEEDED", ExitCode.StepFailed, ApprovalHint.Of(CapabilitySet.Of(ask.Capability))),
            ConsoleMessages.AskDenied denied => throw new ConsoleException(Codes.Upper(denied.Code), ExitCode.StepFailed, denied.Sentence),
            var other => throw new InvalidOperationException($"An ask was answered with {other.GetType().Name}."),
        };
    }
}
