using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;

namespace Orchestrator.Audit.Receipts;

/// <summary>A receipt as its one line of JSON: fixed order, no spaces, nothing for what there isn't. Nothing is ever cut.</summary>
public static class ConsentReceiptCodec
{
    /// <summary>The line, whose UTF-8 bytes are signed.</summary>
    /// <exception cref="RecordException">It would be longer than a text beside the log may be, or wouldn't read back as what it says: then there is no receipt.</exception>
    public static string Write(ConsentReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var line = Line(receipt);
        if (line.Length > ErasableTexts.EvidenceCharacters)
            throw new RecordException(RecordFailure.BadSize, $"The receipt of this answer has {line.Length} characters; {ErasableTexts.EvidenceCharacters} are kept whole. Ask with shorter names.");
        if (!TryRead(line, out var read) || read != receipt)
            throw new RecordException(RecordFailure.NotCanonical, "The receipt of this answer wouldn't read back as what was shown: a text in it is no proper text.");
        return line;
    }

    /// <summary>Reads a line strictly: what is accepted writes to the same line again.</summary>
    public static bool TryRead(string line, [NotNullWhen(true)] out ConsentReceipt? receipt)
    {
        receipt = null;
        try
        {
            using var document = JsonDocument.Parse(line, RecordJson.ReaderOptions);
            var candidate = Read(new FieldReader(document.RootElement, NoTexts.Instance));
            receipt = Line(candidate) == line ? candidate : null;
        }
        catch (Exception e) when (e is JsonException or RecordException or InvalidOperationException)
        {
            return false;
        }

        return receipt is not null;
    }

    /// <summary>The word of an outcome, as a receipt's answer says it.</summary>
    public static string Word(AskOutcome outcome) => Words<AskOutcome>.Of(outcome);

    private static string Line(ConsentReceipt receipt)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, RecordJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("v", ConsentReceipt.Version);
            json.WriteString("nonce", receipt.Nonce);
            json.WriteString("session", receipt.Session);
            json.WriteString("transcript", receipt.Transcript);
            json.WriteString("ticket", receipt.Ticket);
            WriteAsked(json, receipt);
            json.WriteString("text", receipt.Text);
            json.WriteString("language", receipt.Language);
            json.WriteString("answer", receipt.Answer);
            json.WriteString("sas", receipt.SasResult);
            json.WriteString("policy", receipt.Policy);
            WritePeople(json, receipt);
            json.WriteString("at", RecordWriter.FormatUtc(receipt.When.UtcMilliseconds));
            json.WriteNumber("offset", receipt.When.OffsetMinutes);
            json.WriteNumber("monotonic", receipt.When.MonotonicMicroseconds);
            json.WriteString("clock", receipt.When.Clock);
            json.WriteString("statement", ConsentReceipt.Statement);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteAsked(Utf8JsonWriter json, ConsentReceipt receipt)
    {
        json.WriteNumber("ask", receipt.Ask.Value);
        json.WriteString("askSha256", receipt.AskSha256);
        json.WriteString("capability", receipt.Capability.Name());
        json.WriteNumber("minutes", receipt.Minutes);
        if (receipt.File is { } file)
        {
            json.WriteStartObject("file");
            json.WriteString("name", file.Name);
            json.WriteNumber("size", file.Size);
            json.WriteString("sha256", file.Sha256);
            json.WriteEndObject();
        }

        if (receipt.Path is { } path)
            json.WriteString("path", path);
        if (receipt.Replaces)
            json.WriteBoolean("replaces", true);
        if (receipt.Renews is { } renews)
            json.WriteNumber("renews", renews.Value);
    }

    private static void WritePeople(Utf8JsonWriter json, ConsentReceipt receipt)
    {
        json.WriteStartObject("technician");
        json.WriteString("account", receipt.Technician.Account);
        json.WriteString("name", receipt.Technician.Name);
        json.WriteString("organisation", receipt.Technician.Organisation);
        json.WriteString("key", receipt.Technician.Key);
        json.WriteEndObject();
        json.WriteStartObject("operator");
        json.WriteString("statedName", receipt.Operator.StatedName);
        json.WriteString("osAccount", receipt.Operator.OsAccount);
        json.WriteEndObject();
    }

    private static ConsentReceipt Read(FieldReader f)
    {
        if (f.Int("v") != ConsentReceipt.Version || f.Text("statement") != ConsentReceipt.Statement || !RecordWriter.TryParseUtc(f.Text("at"), out var utc))
            throw new RecordException(RecordFailure.BadField, "That is no receipt of this version.");
        var (technician, person) = (f.Object("technician"), f.Object("operator"));
        return new ConsentReceipt
        {
            Nonce = f.Text("nonce"),
            Session = f.Text("session"),
            Transcript = f.Text("transcript"),
            Ticket = f.Text("ticket"),
            Ask = new AskId(f.Id("ask")),
            AskSha256 = f.Text("askSha256"),
            Capability = f.Capability(),
            Minutes = f.Int("minutes"),
            File = f.Has("file") ? f.File() : null,
            Path = f.Has("path") ? f.Text("path") : null,
            Replaces = f.Has("replaces") && f.Flag("replaces"),
            Renews = f.Has("renews") ? new GrantId(f.Id("renews")) : null,
            Text = f.Text("text"),
            Language = f.Text("language"),
            Answer = f.Text("answer"),
            SasResult = f.Text("sas"),
            Policy = f.Text("policy"),
            Technician = new ReceiptTechnician(technician.Text("account"), technician.Text("name"), technician.Text("organisation"), technician.Text("key")),
            Operator = new ReceiptOperator(person.Text("statedName"), person.Text("osAccount")),
            When = new RecordStamp(utc, f.Int("offset"), f.Long("monotonic"), f.Text("clock")),
        };
    }
}
