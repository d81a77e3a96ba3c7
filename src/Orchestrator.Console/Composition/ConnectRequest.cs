using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Technicians;

/// <summary>One wish to join a session.</summary>
/// <param name="Session">As the operator read it out.</param>
/// <param name="Pin">As the operator read it out; goes end to end, the server never has it.</param>
/// <param name="Reason">Why; the operator reads it, and it is in the records.</param>
/// <param name="Account">The technician's user name.</param>
/// <param name="Password">Given again for each session.</param>
/// <param name="SecondFactor">A code that wasn't used before, or a recovery code.</param>
public sealed record ConnectRequest(SessionNumber Session, SecretText Pin, string Reason, string Account, SecretText Password, SecretText SecondFactor)
{
    /// <summary>Is told everything, from the first moment on. Called from actors; must not block.</summary>
    public Action<Notice>? Watcher { get; init; }
}
