namespace Orchestrator.Testbed.Runner.Demo;

/// <summary>Ways to break the demonstration on purpose: each must be found by the check that is named after it.</summary>
internal enum Sabotage
{
    /// <summary>None.</summary>
    None,

    /// <summary>The operator refuses control.</summary>
    ControlRefused,

    /// <summary>Nobody refills the tube, so the run stops again.</summary>
    RunStaysStopped,

    /// <summary>A line is taken out of the instrument's log before it is checked.</summary>
    LogLineRemoved,

    /// <summary>A byte of the fetched file is changed before it is checked.</summary>
    FetchedByteChanged,

    /// <summary>The session isn't ended before somebody tries to come back.</summary>
    ReconnectionLeftOpen,
}
