namespace Orchestrator.Trust.Tickets;

/// <summary>The limits of a ticket's fields, each with its reason.</summary>
public static class TicketLimits
{
    /// <summary>The only layout so far; another one is another number.</summary>
    public const byte Version = 1;

    /// <summary>Random, so that nobody can foretell or repeat one.</summary>
    public const int IdBytes = 16;

    public const int MaxAccount = 64;

    /// <summary>Fits one line of a prompt.</summary>
    public const int MaxPrintedName = 100;

    public const int MaxRole = 64;

    /// <summary>A DNS name's length.</summary>
    public const int MaxBrokerName = 253;

    /// <summary>What a prompt can show; the same as a session's reason.</summary>
    public const int MaxReason = 500;

    /// <summary>A case never needs more than one working day, nor does a grant.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(12);

    public const int MaxMinutes = 12 * 60;

    /// <summary>Ticket and signature under the largest key; the texts are at most four bytes a character.</summary>
    public const int MaxSignedBytes = 8192;
}
