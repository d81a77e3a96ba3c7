using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Technicians.Composition;

namespace Orchestrator.Technicians.Face;

/// <summary>One JSON object a line, each with <c>type</c> and <c>at</c> (UTC); docs/console.md lists them. Never a password, PIN or key; the secret and the codes of an activation in its own two objects alone.</summary>
internal sealed class JsonReport(TextWriter output, TimeProvider time) : IReport
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    private readonly Lock _sync = new();
    private readonly Dictionary<uint, AskProgress> _asks = [];
    private string _link = "";

    public void SignedIn(string account, SignedInAs who) => Write("signed-in", json =>
    {
        json.WriteString("account", account);
        json.WriteString("name", who.PrintedName);
        json.WriteString("role", who.Role);
        if (who.Until is { } until)
        {
            json.WriteString("until", until.ToString("O"));
        }
    });

    public void ActivationOffered(ActivationOffer offer, bool isLightTerminal) => Write("activation-offered", json =>
    {
        json.WriteString("account", offer.Account);
        json.WriteString("issuer", offer.Issuer);
        json.WriteString("secret", offer.Secret.Reveal());
        json.WriteString("address", offer.Address.Reveal());
    });

    public void Activated(ActivatedAccount account) => Write("activated", json =>
    {
        json.WriteString("account", account.Account);
        json.WriteStartArray("recoveryCodes");
        foreach (var code in account.RecoveryCodes)
        {
            json.WriteStringValue(code.Reveal());
        }

        json.WriteEndArray();
        json.WriteBoolean("consoleApproved", account.ConsoleApproved);
        json.WriteString("console", account.Console);
    });

    public void Filed(string id, SessionNumber session, CapabilitySet capabilities) => Write("filed", json =>
    {
        json.WriteString("id", id);
        json.WriteString("session", session.ToString());
        Names(json, "capabilities", capabilities);
    });

    public void Approvals(IReadOnlyList<ApprovalLine> approvals)
    {
        foreach (var a in approvals)
        {
            Write("approval", json =>
            {
                json.WriteString("id", a.Id);
                json.WriteString("session", a.Session.ToString());
                json.WriteString("account", a.Account);
                json.WriteString("name", a.PrintedName);
                Names(json, "capabilities", a.Capabilities);
                json.WriteString("reason", a.Reason);
                json.WriteString("asked", DateTimeOffset.FromUnixTimeMilliseconds(a.AskedUtcMilliseconds).ToString("O"));
                json.WriteString("state", a.State);
            });
        }
    }

    public void Decided(string id, string state) => Write("decided", json =>
    {
        json.WriteString("id", id);
        json.WriteString("state", state);
    });

    public void Connecting(ConnectRequest request, bool isDevelopment) => Write("connecting", json =>
    {
        json.WriteString("session", request.Session.ToString());
        json.WriteString("account", request.Account);
        json.WriteBoolean("development", isDevelopment);
    });

    public void Joined(ConsoleView view) => Write("joined", json =>
    {
        json.WriteString("instrument", view.Instrument.Name);
        json.WriteString("serial", view.Instrument.Serial);
        json.WriteString("site", view.Instrument.Site);
        json.WriteString("os", view.Instrument.OperatingSystem);
        json.WriteString("version", view.Instrument.Version);
        json.WriteString("hop", view.Hop);
        json.WriteString("sas", view.Sas);
        json.WriteStartArray("admitted");
        foreach (var one in view.Admitted)
        {
            json.WriteStartObject();
            json.WriteString("capability", one.Capability.Name());
            json.WriteNumber("minutes", one.Minutes);
            json.WriteString("approvedBy", one.ApprovedBy);
            if (one.Files is { } files)
            {
                json.WriteNumber("maxFileBytes", files.MaxBytes);
                json.WriteString("fileTypes", files.Types.ToString());
                json.WriteString("folders", files.Folders.ToString());
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        Names(json, "approvalNeeded", view.ApprovalNeeded);
    });

    public void Opened() => Write("opened", _ => { });

    public void Viewer(string how) => Write("viewer", json => json.WriteString("text", how));

    public void StepDone(int line, string step, string detail) => Write("step", json =>
    {
        json.WriteNumber("line", line);
        json.WriteString("step", step);
        json.WriteBoolean("ok", true);
        json.WriteString("detail", detail);
    });

    public void StepFailed(int line, string step, ConsoleException why) => Write("step", json =>
    {
        json.WriteNumber("line", line);
        json.WriteString("step", step);
        json.WriteBoolean("ok", false);
        json.WriteString("code", why.Code);
        json.WriteString("sentence", why.Message);
    });

    public void Told(Notice notice)
    {
        switch (notice)
        {
            case Notice.Changed changed:
                Changed(changed.View);
                break;
            case Notice.Recorded record:
                Write("record", json =>
                {
                    var (code, sentence) = EventLines.Describe(record.Line);
                    json.WriteNumber("sequence", record.Sequence);
                    json.WriteString("code", code);
                    json.WriteString("sentence", sentence);
                });
                break;
            case Notice.Said said:
                Write("said", json => json.WriteString("text", said.Text));
                break;
            case Notice.ClipboardCame came:
                Write("clipboard", json => json.WriteNumber("characters", came.Text.Length));
                break;
            case Notice.ScreenChanged screen:
                Write("screen", json =>
                {
                    json.WriteString("status", screen.Status.ToString().ToLowerInvariant());
                    json.WriteString("sentence", screen.Sentence);
                });
                break;
            case Notice.Moved moved:
                Write("transfer", json => Transfer(json, moved.Transfer));
                break;
            case Notice.Over over:
                Write("end", json =>
                {
                    json.WriteString("code", over.End.Code);
                    json.WriteString("sentence", over.End.Sentence);
                    json.WriteBoolean("orderly", over.End.IsOrderly);
                });
                break;
        }
    }

    private static void Transfer(Utf8JsonWriter json, Transfer transfer)
    {
        json.WriteString("capability", transfer.Capability.Name());
        json.WriteString("name", transfer.Name);
        json.WriteNumber("bytes", transfer.Bytes);
        json.WriteNumber("size", transfer.Size);
        json.WriteString("state", transfer.State.ToString().ToLowerInvariant());
        json.WriteString("sentence", transfer.Sentence);
    }

    private void Changed(ConsoleView view)
    {
        lock (_sync)
        {
            foreach (var ask in view.Asks.Where(ask => _asks.GetValueOrDefault(ask.RequestId, (AskProgress)(-1)) != ask.Progress))
            {
                _asks[ask.RequestId] = ask.Progress;
                Write("ask", json =>
                {
                    json.WriteNumber("request", ask.RequestId);
                    json.WriteString("capability", ask.Capability.Name());
                    json.WriteString("progress", ask.Progress.ToString().ToLowerInvariant());
                    json.WriteString("sentence", ask.Sentence);
                });
            }

            if (view.Link != _link)
            {
                _link = view.Link;
                Write("link", json => json.WriteString("sentence", view.Link));
            }
        }
    }

    private static void Names(Utf8JsonWriter json, string name, CapabilitySet capabilities)
    {
        json.WriteStartArray(name);
        foreach (var capability in capabilities.ToList())
        {
            json.WriteStringValue(capability.Name());
        }

        json.WriteEndArray();
    }

    private void Write(string type, Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("at", time.GetUtcNow().UtcDateTime.ToString("O"));
            fields(json);
            json.WriteEndObject();
        }

        lock (_sync)
        {
            output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
            output.Flush();
        }
    }
}
