namespace Orchestrator.Broker.Store;

/// <summary>A record of an instrument's log, byte for byte, as it was claimed.</summary>
internal sealed class ClaimRow
{
    /// <summary>Session number; never given twice.</summary>
    public int Session { get; set; }

    public long Sequence { get; set; }

    /// <summary>SHA-256 of <see cref="Line"/>.</summary>
    public required byte[] Hash { get; set; }

    public required byte[] Line { get; set; }

    public long ReceivedAt { get; set; }
}

/// <summary>The first and the newest checkpoint that an instrument's log has shown.</summary>
internal sealed class ClaimCheckpointRow
{
    public int Session { get; set; }

    /// <summary>The exact bytes of the signed note that came first.</summary>
    public required byte[] FirstNote { get; set; }

    /// <summary>Records under the newest.</summary>
    public long TreeSize { get; set; }

    /// <summary>The exact bytes of the newest signed note.</summary>
    public required byte[] Note { get; set; }

    public long ReceivedAt { get; set; }
}

/// <summary>A ticket that was handed out, with the certificate that it names: an evidence bundle needs both. Only ever added.</summary>
internal sealed class IssuedTicketRow
{
    /// <summary>Ticket id, lower-case hex.</summary>
    public required string Id { get; set; }

    public int Session { get; set; }

    /// <summary>The exact bytes with their signature.</summary>
    public required byte[] Ticket { get; set; }

    /// <summary>The technician's, DER.</summary>
    public required byte[] Certificate { get; set; }

    public long IssuedAt { get; set; }
}

/// <summary>A witness's signature over one checkpoint of one log. Only ever added.</summary>
internal sealed class CosignatureRow
{
    public long Id { get; set; }

    /// <summary>Of the log.</summary>
    public required string Origin { get; set; }

    /// <summary>Records under the checkpoint.</summary>
    public long Size { get; set; }

    /// <summary>The witness's verifier key: name, id and key.</summary>
    public required string WitnessKey { get; set; }

    /// <summary>The signature line, without its newline.</summary>
    public required string Line { get; set; }

    /// <summary>Unix milliseconds, as all times in this store.</summary>
    public long ReceivedAt { get; set; }
}
