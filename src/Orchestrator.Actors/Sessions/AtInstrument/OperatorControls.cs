using Akka.Actor;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <summary>
/// What the operator's keys do, whatever face they belong to. What shrinks a right reaches the gates before any mailbox.
/// </summary>
public sealed class OperatorControls(IActorRef instrument, StopKeys stopKeys)
{
    /// <summary>States a name, once.</summary>
    public void StateName(string name, string osAccount) => Do(new OperatorCommands.StateName(name, osAccount));

    /// <summary>Types the six digits that the technician read out.</summary>
    public void TypeSas(string digits) => instrument.Tell(new InstrumentMessages.SasTyped(new SecretText(digits)));

    /// <summary>Something was done on this computer's own keyboard.</summary>
    public void Touch() => instrument.Tell(InstrumentMessages.LocalInput.Instance);

    /// <summary>Stops the picture; everything that touches the screen is held when this returns.</summary>
    public void Pause()
    {
        stopKeys.HoldView();
        Do(new OperatorCommands.Pause());
    }

    /// <summary>Lets the picture go on.</summary>
    public void Resume() => Do(new OperatorCommands.Resume());

    /// <summary>Takes everything back; every gate is closed when this returns.</summary>
    public void RevokeAll()
    {
        stopKeys.CloseAll();
        Do(new OperatorCommands.RevokeAll());
    }

    /// <summary>Takes one grant back.</summary>
    public void Revoke(GrantId grant) => Do(new OperatorCommands.Revoke(grant));

    /// <summary>Says something to the technician.</summary>
    public void Chat(string text) => Do(new OperatorCommands.Chat(text));

    /// <summary>Ends the session and QuickSupport; every gate is closed when this returns.</summary>
    public void End()
    {
        stopKeys.CloseAll();
        instrument.Tell(InstrumentActor.CloseRun.Instance);
    }

    private void Do(SessionCommand command) => instrument.Tell(new InstrumentMessages.Do(command));
}
