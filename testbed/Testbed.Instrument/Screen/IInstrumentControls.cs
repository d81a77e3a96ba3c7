namespace Orchestrator.Testbed.Instrument.Screen;

/// <summary>What the buttons of the screen do.</summary>
internal interface IInstrumentControls
{
    void Retry();

    void Abort();

    /// <summary>Starts the named worklist, or the loaded one again.</summary>
    void Start(string? worklist);
}
