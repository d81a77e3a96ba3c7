namespace Orchestrator.Protocol;

/// <summary>Who sends on a link. A message of another sender is a fault, so that none can be reflected or taken for an answer.</summary>
public enum LinkSender
{
    /// <summary>QuickSupport.</summary>
    Instrument,

    /// <summary>A console.</summary>
    Console,

    /// <summary>The broker, to an instrument.</summary>
    BrokerToInstrument,

    /// <summary>The broker, to a console.</summary>
    BrokerToConsole,
}
