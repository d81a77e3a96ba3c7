namespace Orchestrator.Protocol;

/// <summary>Every size, count and time of the protocol, each with its reason. docs/protocol.md repeats them for readers.</summary>
public static class ProtocolLimits
{
    /// <summary>Bytes of a whole record, header and tag included: one 16-bit length can name it, and a transport may box it whole.</summary>
    public const int MaxRecord = 65_535;

    /// <summary>Bytes after the header.</summary>
    public const int MaxRecordBody = MaxRecord - RecordHeader.Size;

    /// <summary>Bytes of an AES-GCM tag; never shortened.</summary>
    public const int TagBytes = 16;

    /// <summary>Bytes of payload in one record.</summary>
    public const int MaxPayload = MaxRecordBody - TagBytes;

    /// <summary>Data bytes in one screen or file record: small enough that input never waits long behind one.</summary>
    public const int MaxBulkData = 16_384;

    /// <summary>Payload bytes of one screen or file record: the data and a message's own fields.</summary>
    public const int MaxBulkPayload = MaxBulkData + 64;

    /// <summary>Payload bytes of a close record: one reason.</summary>
    public const int ClosePayload = 1;

    /// <summary>Body bytes of a close record.</summary>
    public const int CloseBody = ClosePayload + TagBytes;

    /// <summary>Messages of a handshake.</summary>
    public const int HandshakeMessages = 6;

    /// <summary>Shortest handshake body: M6, a sealed MAC.</summary>
    public const int MinHandshakeBody = 48 + TagBytes;

    /// <summary>Longest handshake body: M3 with the largest identity; keeps a half-open handshake below 8 KiB.</summary>
    public const int MaxHandshakeBody = 8_192 - RecordHeader.Size;

    /// <summary>Identity bytes in M3 and M4: a bare key or one certificate, and room for more.</summary>
    public const int MaxIdentity = 6_144;

    /// <summary>Bytes of an RSA signature or OAEP ciphertext: keys up to 4096 bit.</summary>
    public const int MaxRsaBytes = 512;

    /// <summary>Bytes of the hint in M1: a configuration hash, a DNS name (253) and a kind.</summary>
    public const int MaxHint = 384;

    /// <summary>Versions or suites that M1 may offer.</summary>
    public const int MaxOffers = 8;

    /// <summary>A handshake that isn't complete by then is dropped.</summary>
    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Records under one key, well below the bound of AES-GCM at this record size.</summary>
    public const long RekeyRecords = 1L << 20;

    /// <summary>Record bytes under one key.</summary>
    public const long RekeyBytes = 16L << 30;

    /// <summary>Age of one key.</summary>
    public static readonly TimeSpan RekeyAge = TimeSpan.FromMinutes(15);

    /// <summary>How long records of a channel that we closed may still arrive: they were under way.</summary>
    public static readonly TimeSpan ClosedDrain = TimeSpan.FromSeconds(5);

    /// <summary>How many bytes of them: what an honest sender can have under way.</summary>
    public const long ClosedDrainBytes = 4L << 20;

    /// <summary>Channels open at one time: six capabilities, and room for overlapping ends.</summary>
    public const int MaxOpenChannels = 32;

    /// <summary>Payload bytes of one record on channel 0 between technician and instrument: the largest message there is one evidence line.</summary>
    public const int MaxControlPayload = MaxEventLine + 64;

    /// <summary>Records on channel 0 between technician and instrument that may come at once: a session's whole history after joining.</summary>
    public const int ControlBurst = 2_048;

    /// <summary>Records on it for each second after that: far beyond any person, far below any flood that would matter.</summary>
    public const int ControlPerSecond = 100;

    /// <summary>Payload bytes of every input record, whatever is in it: length must not tell a key from a click.</summary>
    public const int InputPayload = 64;

    /// <summary>Bytes of one evidence line in a message; leaves room for the message around it.</summary>
    public const int MaxEventLine = 32_768;

    /// <summary>Bytes of a signed checkpoint with its cosignatures.</summary>
    public const int MaxCheckpoint = 8_192;

    /// <summary>UTF-8 bytes of a witness's verifier key as text: a name, eight digits, 44 characters.</summary>
    public const int MaxVerifierKey = MaxName + 64;

    /// <summary>Bytes of a request to a witness: a size, 63 hashes, a checkpoint.</summary>
    public const int MaxWitnessBody = 12_288;

    /// <summary>Bytes of a witness's answer: a few signature lines, or a sentence.</summary>
    public const int MaxWitnessAnswer = 2_048;

    /// <summary>Bytes of a site's tag: an HMAC-SHA-384.</summary>
    public const int WitnessTag = 48;

    /// <summary>Bytes of an RSA key as SubjectPublicKeyInfo, up to 4096 bit.</summary>
    public const int MaxRsaKey = 1_024;

    /// <summary>Bytes of a ticket.</summary>
    public const int MaxTicket = 16_384;

    /// <summary>Bytes of one certificate.</summary>
    public const int MaxCertificate = 4_096;

    /// <summary>UTF-8 bytes of a name (instrument, account, role, broker log origin).</summary>
    public const int MaxName = 256;

    /// <summary>UTF-8 bytes of a stable code.</summary>
    public const int MaxCode = 64;

    /// <summary>UTF-8 bytes of a sentence or reason for people: 500 characters of the longest encoding.</summary>
    public const int MaxSentence = 1_536;

    /// <summary>UTF-8 bytes of a password: 256 code points of the longest encoding.</summary>
    public const int MaxPassword = 1_024;

    /// <summary>Approvals in one list: at their longest they fit one record.</summary>
    public const int MaxApprovals = 25;

    /// <summary>Bytes of the secret from which one-time codes are made: as many as SHA-1 gives.</summary>
    public const int FactorSecret = 20;

    /// <summary>Recovery codes of one activation.</summary>
    public const int RecoveryCodes = 10;

    /// <summary>UTF-8 bytes of one line of chat: 2,000 characters of the longest encoding.</summary>
    public const int MaxChat = 6_000;

    /// <summary>UTF-8 bytes of a file name or path.</summary>
    public const int MaxPath = 4_096;

    /// <summary>Longest time that a technician may ask for, in minutes; policy allows less.</summary>
    public const int MaxAskMinutes = 24 * 60;

    /// <summary>File bytes under one hash.</summary>
    public const int FileChunk = 65_536;

    /// <summary>Chunks that may be under way before the receiver verified one.</summary>
    public const int FileWindow = 8;

    /// <summary>Largest file that the messages can name; policy allows less.</summary>
    public const long MaxFileSize = 1L << 40;
}
