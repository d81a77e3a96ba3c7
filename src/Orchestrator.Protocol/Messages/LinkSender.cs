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

    /// <summary>A customer's witness.</summary>
    Witness,

    /// <summary>The broker, to a witness.</summary>
    BrokerToWitness,
}

/// <summary>Who stands at the two ends of an endpoint's link.</summary>
public static class LinkSenders
{
    /// <summary>The endpoint, as the broker hears it.</summary>
    public static LinkSender Of(EndpointKind kind) => kind switch
    {
        EndpointKind.Instrument => LinkSender.Instrument,
        EndpointKind.Console => LinkSender.Console,
        EndpointKind.Witness => LinkSender.Witness,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The broker, as the endpoint hears it.</summary>
    public static LinkSender BrokerTo(EndpointKind kind) => kind switch
    {
        EndpointKind.Instrument => LinkSender.BrokerToInstrument,
        EndpointKind.Console => LinkSender.BrokerToConsole,
        EndpointKind.Witness => LinkSender.BrokerToWitness,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
