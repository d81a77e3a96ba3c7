using Orchestrator.Audit.Records;
using Orchestrator.Domain;

namespace Orchestrator.Audit.Receipts;

/// <summary>
/// One answer of the operator, as evidence: what was shown, what was pressed, by whom as far as that is known. The run's RSA key signs its line
/// (<see cref="ConsentReceiptCodec"/>) in context <see cref="Context"/>. Equal when every field is.
/// </summary>
public sealed record ConsentReceipt
{
    /// <summary>Version of the line.</summary>
    public const int Version = 1;

    /// <summary>The signature's context.</summary>
    public const string Context = "receipt";

    /// <summary>The answer that is a yes; every other one is the word of an <see cref="AskOutcome"/>.</summary>
    public const string Allowed = "allowed";

    /// <summary>The digits were compared and are the same: without that nothing can be asked.</summary>
    public const string SasMatched = "matched";

    /// <summary>What every receipt says of itself.</summary>
    public const string Statement = "This records a decision of the operator. It is not an electronic signature.";

    /// <summary>Bytes of a nonce: whoever knows the signature of an erased receipt can't guess its words.</summary>
    public const int NonceBytes = 16;

    /// <summary>Fresh, lower-case hex.</summary>
    public required string Nonce { get; init; }

    /// <summary>The session's number, without spaces.</summary>
    public required string Session { get; init; }

    /// <summary>The handshake's th6, lower-case hex.</summary>
    public required string Transcript { get; init; }

    /// <summary>The ticket's id.</summary>
    public required string Ticket { get; init; }

    /// <summary>Which question.</summary>
    public required AskId Ask { get; init; }

    /// <summary>SHA-256 of the signed ask; empty where the instrument itself offered more time.</summary>
    public required string AskSha256 { get; init; }

    /// <summary>For what.</summary>
    public required Capability Capability { get; init; }

    /// <summary>For how long.</summary>
    public required int Minutes { get; init; }

    /// <summary>Which file: for a yes the one that the operator agreed to, else the one that was asked for.</summary>
    public FileOffer? File { get; init; }

    /// <summary>Where it goes or comes from.</summary>
    public string? Path { get; init; }

    /// <summary>The prompt said that a file of that name is there and would be replaced.</summary>
    public bool Replaces { get; init; }

    /// <summary>The grant that it prolongs.</summary>
    public GrantId? Renews { get; init; }

    /// <summary>The prompt's text, exactly.</summary>
    public required string Text { get; init; }

    /// <summary>Language of that text.</summary>
    public required string Language { get; init; }

    /// <summary><see cref="Allowed"/>, or the word of the outcome.</summary>
    public required string Answer { get; init; }

    /// <summary>What became of the six digits.</summary>
    public required string SasResult { get; init; }

    /// <summary>SHA-256 of the signed policy that the ticket rests on.</summary>
    public required string Policy { get; init; }

    /// <summary>Who asked, as certificate and ticket say.</summary>
    public required ReceiptTechnician Technician { get; init; }

    /// <summary>Who answered, as far as that is known.</summary>
    public required ReceiptOperator Operator { get; init; }

    /// <summary>When.</summary>
    public required RecordStamp When { get; init; }
}

/// <summary>Who asked.</summary>
/// <param name="Account">Unique user name.</param>
/// <param name="Name">As printed.</param>
/// <param name="Organisation">As the certificate says.</param>
/// <param name="Key">SHA-256 of the SubjectPublicKeyInfo, lower-case hex.</param>
public sealed record ReceiptTechnician(string Account, string Name, string Organisation, string Key);

/// <summary>Who answered.</summary>
/// <param name="StatedName">As stated by himself; empty when he stated none.</param>
/// <param name="OsAccount">Account of the operating system.</param>
public sealed record ReceiptOperator(string StatedName, string OsAccount);
