namespace Orchestrator.Broker.Tests.Order;

/// <summary>What must be done before a byte moves, in this order.</summary>
public enum Step
{
    /// <summary>Every course that counts is passed.</summary>
    Train,

    /// <summary>The technician proves himself, for this session anew.</summary>
    SignIn,

    /// <summary>The broker hands a ticket out.</summary>
    Ticket,

    /// <summary>Technician and instrument prove themselves to each other under it; PIN and digits match.</summary>
    Connect,

    /// <summary>The operator says yes to a question.</summary>
    Approve,

    /// <summary>A record passes the instrument's gate and the relay's.</summary>
    Act,
}
