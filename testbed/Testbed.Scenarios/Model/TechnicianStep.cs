namespace Orchestrator.Testbed.Scenarios.Model;

/// <summary>Something that the technician does in an open session.</summary>
public abstract record TechnicianStep
{
    private TechnicianStep()
    {
    }

    /// <summary>Asks for the screen and waits for a picture.</summary>
    public sealed record View : TechnicianStep;

    /// <summary>Asks for control and clicks on the error dialog's Retry.</summary>
    public sealed record Click : TechnicianStep;

    /// <summary>Types letters into the instrument's notes; every one must arrive once, in order.</summary>
    /// <param name="Characters">How many.</param>
    public sealed record Type(int Characters) : TechnicianStep;

    /// <summary>Sends a file; its hash must be right at the instrument.</summary>
    /// <param name="Kib">Its size, KiB.</param>
    public sealed record Send(int Kib) : TechnicianStep;

    /// <summary>Fetches a file; its hash must be right at the console.</summary>
    /// <param name="Kib">Its size, KiB.</param>
    public sealed record Fetch(int Kib) : TechnicianStep;

    /// <summary>Writes a line of chat.</summary>
    public sealed record Chat : TechnicianStep;

    /// <summary>Does nothing for a while.</summary>
    /// <param name="Seconds">How long.</param>
    public sealed record Idle(int Seconds) : TechnicianStep;

    /// <summary>The instrument's connections are cut once; the session must be taken up again.</summary>
    public sealed record Cut : TechnicianStep;
}
