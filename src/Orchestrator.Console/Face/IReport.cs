using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Technicians;

/// <summary>What a command tells while it runs: lines for people, or objects for programs. Safe from any thread.</summary>
internal interface IReport
{
    void SignedIn(string account, SignedInAs who);

    /// <summary>The secret of a new authenticator: the owner's eyes alone.</summary>
    void ActivationOffered(ActivationOffer offer, bool isLightTerminal);

    /// <summary>An account is activated; its recovery codes are shown once.</summary>
    void Activated(ActivatedAccount account);

    /// <summary>A request waits for a supervisor.</summary>
    void Filed(string id, SessionNumber session, CapabilitySet capabilities);

    void Approvals(IReadOnlyList<ApprovalLine> approvals);

    /// <summary>A supervisor's decision is recorded.</summary>
    void Decided(string id, string state);

    /// <summary>The way to the session was begun.</summary>
    void Connecting(ConnectRequest request, bool isDevelopment);

    /// <summary>The handshake is complete: here are the six digits.</summary>
    void Joined(ConsoleView view);

    /// <summary>PIN and digits match.</summary>
    void Opened();

    /// <summary>How local viewers get in.</summary>
    void Viewer(string how);

    void Told(Notice notice);

    void StepDone(int line, string step, string detail);

    void StepFailed(int line, string step, ConsoleException why);
}
