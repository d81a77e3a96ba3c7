using Orchestrator.Domain;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Encoding;

namespace Orchestrator.Trust.Tickets;

/// <summary>The limits of a ticket's fields, each with its reason.</summary>
public static class TicketLimits
{
    /// <summary>The only layout that is taken. Version 1 had one number of minutes for everything, and no files, approvals and policy.</summary>
    public const byte Version = 2;

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

    /// <summary>There are no more.</summary>
    public const int MaxCapabilities = 6;

    /// <summary>The same as a configuration's.</summary>
    public const long MaxFileBytes = ConfigurationLimits.MaxFileTransferBytes;

    /// <summary>Types of files for one capability; a prompt still shows them.</summary>
    public const int MaxFileTypes = 32;

    /// <summary>Folders for one capability; a prompt still shows them.</summary>
    public const int MaxFolders = 8;

    /// <summary>UTF-8 bytes of them together: the record of the joining names all folders of both directions.</summary>
    public const int MaxFolderBytes = 1024;

    /// <summary>True when a ticket can name these folders for one capability.</summary>
    public static bool Fit(Folders folders) =>
        !folders.IsNone && folders.Paths.Length <= MaxFolders && folders.Paths.Sum(StrictWriter.Utf8.GetByteCount) <= MaxFolderBytes;

    /// <summary>Ticket and signature under the largest key; the texts are at most four bytes a character.</summary>
    public const int MaxSignedBytes = 16384;
}
