using System.Globalization;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Technicians.Composition;

namespace Orchestrator.Technicians.Face;

/// <summary>Plain lines for people and for logs of scripts; readable without colour, and in the order in which things happened.</summary>
internal sealed class TextReport(TextWriter output) : IReport
{
    private readonly Lock _sync = new();
    private readonly Dictionary<uint, AskProgress> _asks = [];
    private string _link = "";

    public void SignedIn(string account, SignedInAs who)
    {
        var until = who.Until is { } end ? string.Create(CultureInfo.InvariantCulture, $" This console's certificate is good until {end:yyyy-MM-dd HH:mm} UTC; joining a session needs password and code again.") : "";
        Line($"Signed in: {who.PrintedName} ({account}, {who.Role}).{until}");
    }

    public void ActivationOffered(ActivationOffer offer, bool isLightTerminal)
    {
        foreach (var line in QrPicture.Lines(offer.Address.Reveal(), isLightTerminal))
        {
            Line(line);
        }

        Line("");
        Line("Scan this with an authenticator app. If nothing can be scanned, type the secret there (time-based, six digits, 30 seconds):");
        Line($"Secret   {string.Join(' ', offer.Secret.Reveal().Chunk(4).Select(group => new string(group)))}");
        Line($"Address  {offer.Address.Reveal()}");
    }

    public void Activated(ActivatedAccount account)
    {
        Line($"Account {account.Account} is activated. Recovery codes: each stands in for a code once. Print or write them down now; nobody can show them again.");
        foreach (var code in account.RecoveryCodes)
        {
            Line($"  {code.Reveal()}");
        }

        Line(account.ConsoleApproved
            ? "This console is approved: you can sign in."
            : $"This console isn't approved yet. Show these digits to an administrator, who approves it: {account.Console}");
    }

    public void Filed(string id, SessionNumber session, CapabilitySet capabilities) =>
        Line($"Request {id} for {capabilities} in session {session.Spoken()} waits for a supervisor. `orchestrator approvals` shows what became of it; connect when it is given.");

    public void Approvals(IReadOnlyList<ApprovalLine> approvals)
    {
        foreach (var a in approvals)
        {
            var asked = DateTimeOffset.FromUnixTimeMilliseconds(a.AskedUtcMilliseconds);
            Line(string.Create(CultureInfo.InvariantCulture, $"{a.Id,4}  {a.State,-8} {a.Session.Spoken()}  {asked:HH:mm} UTC  {Words.OneLine(a.PrintedName)} ({Words.OneLine(a.Account)}): {a.Capabilities}"));
            Line($"      {Words.OneLine(a.Reason)}");
        }

        if (approvals.Count == 0)
        {
            Line("Nothing waits, and nothing was decided in the last hour.");
        }
    }

    public void Decided(string id, string state) => Line($"Request {id} is {state}; your name, the time and the meaning are in the record.");

    public void Connecting(ConnectRequest request, bool isDevelopment)
    {
        if (isDevelopment)
        {
            Line("DEVELOPMENT build: it trusts the root of its configuration file.");
        }

        Line($"Connecting to session {request.Session.Spoken()} as {request.Account} …");
    }

    public void Joined(ConsoleView view)
    {
        Line($"Instrument  {Words.Of(view.Instrument)}");
        Line($"Hop         {view.Hop}");
        Line($"May ask     {string.Join(", ", view.Admitted.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Capability.Name()} {one.Minutes} min")))}");
        if (!view.ApprovalNeeded.IsEmpty)
        {
            Line($"Approval    {ApprovalHint.Of(view.ApprovalNeeded)}");
        }

        Line($"Digits      {Words.Spoken(view.Sas)}   read these six digits aloud; the operator types them");
    }

    public void Opened() => Line("The digits match. You may ask now.");

    public void Viewer(string how) => Line(how);

    public void StepDone(int line, string step, string detail) => Line($"{line,4}  {step}{(detail.Length > 0 ? "  → " + detail : "")}  ok");

    public void StepFailed(int line, string step, ConsoleException why) => Line($"{line,4}  {step}  FAILED ({why.Code}): {why.Message}");

    public void Told(Notice notice)
    {
        switch (notice)
        {
            case Notice.Changed changed:
                Changed(changed.View);
                break;
            case Notice.Recorded { Happened: SessionEvents.GrantEnded or SessionEvents.ViewPaused or SessionEvents.ViewResumed or SessionEvents.OperatorAway or SessionEvents.OperatorBack } record:
                Line($"      {EventLines.Describe(record.Line).Sentence}");
                break;
            case Notice.Said said:
                Line($"      Operator: {Words.OneLine(said.Text)}");
                break;
            case Notice.ScreenChanged screen:
                Line($"      {screen.Sentence}");
                break;
            case Notice.Moved { Transfer.State: TransferState.Failed } moved:
                Line($"      {moved.Transfer.Name}: {moved.Transfer.Sentence}");
                break;
            case Notice.Over over:
                Line(over.End.IsOrderly ? over.End.Sentence : $"{over.End.Code}: {over.End.Sentence}");
                break;
        }
    }

    private void Changed(ConsoleView view)
    {
        lock (_sync)
        {
            foreach (var ask in view.Asks.Where(ask => _asks.GetValueOrDefault(ask.RequestId, (AskProgress)(-1)) != ask.Progress))
            {
                _asks[ask.RequestId] = ask.Progress;
                output.WriteLine($"      {Words.Of(ask)}");
            }

            if (view.Link != _link)
            {
                _link = view.Link;
                output.WriteLine($"      {(view.Link.Length > 0 ? view.Link : "the link is back")}");
            }
        }
    }

    private void Line(string text)
    {
        lock (_sync)
        {
            output.WriteLine(text);
        }
    }
}
