using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;

namespace Orchestrator.QuickSupport.Face;

/// <summary>
/// A face that a run can be composed with: the operator's port of the session, and some words about the run around it.
/// Every member is called from other threads and must not block.
/// </summary>
public interface IQuickSupportFace : IOperatorFace
{
    /// <summary>What is being done before there is a session; one sentence.</summary>
    void Starting(string sentence)
    {
    }

    /// <summary>The run is up: what the operator has before him. Called once, before the first <see cref="IOperatorFace.Update"/> or soon after.</summary>
    void Attach(OperatorDesk desk);

    /// <summary>Something that the operator should read now; one or two sentences.</summary>
    void Remark(string sentence)
    {
    }

    /// <summary>Something that stays true while the program runs, and stays on the screen; said once more it isn't shown twice.</summary>
    void Standing(string sentence)
    {
    }

    /// <summary>One event of the session is in the log; chat and files are shown from here.</summary>
    void Happened(SessionEvent happened)
    {
    }
}
