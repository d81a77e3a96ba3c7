using static Orchestrator.Audit.Catalogue.CatalogueLog;

namespace Orchestrator.Audit.Catalogue;

/// <content>What people with accounts did at the broker. What a command did beside the serving process carries <c>pending</c>, too.</content>
public static partial class EventCatalogue
{
    private const string Owner = "technician administrator auditor";

    private static CatalogueEvent[] PeopleEvents() =>
    [
        Row("account.added", Broker, "administrator", "Account {account} was made for {name} ({role}) by {person}.", "account:text printedName:text role:text approved:flag"),
        Row("account.approved", Broker, "administrator", "Account {account} was approved as {role} by {person}.", "account:text role:text"),
        Row("account.activated", Broker, Owner, "{name} activated account {account} with a password and a second factor of his or her own.", "account:text address:commitment"),
        Row("account.reset", Broker, "administrator", "Account {account} was reset by {person}. Password, second factor and consoles were taken away.", "account:text reason:commitment"),
        Row("account.disabled", Broker, "administrator", "Account {account} was disabled by {person}.", "account:text"),
        Row("account.unlocked", Broker, "administrator", "Account {account} was opened again by hand by {person}.", "account:text"),
        Row("account.role-changed", Broker, "administrator", "Account {account} was {role} and is {role} now, by {person}.", "account:text old:text new:text approved:flag"),
        Row("account.locked", Broker, "stranger",
            "Account {account} was closed for {whom} after {failures} failed sign-ins, until it is opened by hand.|Account {account} was closed for {whom} for a while after {failures} failed sign-ins.",
            "account:text failures:number untilUnlocked:flag from:text"),
        Row("console.requested", Broker, Owner, "{account} proved password and code at a new console; it waits for approval.", "account:text console:text address:commitment"),
        Row("console.approved", Broker, "administrator", "A console of {account} was approved by {person}.", "account:text console:text"),
        Row("console.revoked", Broker, "administrator", "A console of {account} was revoked by {person}.", "account:text console:text"),
        Row("recovery-code.used", Broker, Owner, "{account} used a recovery code; {left} are left.", "account:text left:number"),
        Row("course.added", Broker, "administrator", "Course {course}, version {version}, counts from {day} on; added by {person}.",
            "course:text version:text content:text passScore:number validDays:number roles:text requiredFrom:text sha256:text"),
        Row("course.retired", Broker, "administrator", "Course {course} counts no more, by {person}.", "course:text"),
        Row("training.recorded", Broker, "administrator", "{account} took course {course}, version {version}, on {day}; recorded by {person}.",
            "account:text course:text version:text content:text trainer:text takenOn:text score:number validDays:number sha256:text"),
        Row("evidence.exported", Broker, "administrator", "The evidence of session {session} was taken out by {person}.", "sha256:text bytes:number"),
        Row("texts.erasure-requested", Broker, "administrator", "{person} asked for {texts} texts beside this log to be erased.", "texts:number commitments:text reason:commitment"),
        Row("texts.erased", Broker, "administrator", "{texts} texts beside this log were erased: wanted by {account}, approved by {person}.", "texts:number request:number requestSha256:text requestedBy:text"),
        Row("policy.installed", Broker, "administrator", "Version {version} of the policy, signed by the root, was put in force by {person}.", "version:number sha256:text"),
        Row("sign-in.succeeded", Broker, Owner, "{account} signed in.", "address:commitment"),
        Row("sign-in.failures-counted", Broker, "stranger", "{count} sign-ins failed, from {sources} addresses.", "count:number sources:number"),
        Row("admission.refused", Broker, "technician", "{account} wasn't admitted: {code}.", "code:text"),
        Row("approval.requested", Broker, "technician", "{name} asked for a supervisor's approval of {capabilities} in session {session}.", "id:text capabilities:text reason:commitment"),
        Row("approval.given", Broker, "technician", "{name} approved {capabilities} of {name} in session {session}.", "id:text account:text printedName:text capabilities:text meaning:text"),
        Row("approval.refused", Broker, "technician", "{name} refused {capabilities} of {name} in session {session}.", "id:text account:text printedName:text capabilities:text meaning:text"),
        Row("review.signed", Broker, "auditor", "{name} signed session {session}: {meaning}.|{name} signed records {first} to {last} of this log: {meaning}.",
            "meaning:word remarks:text claims:number claimsRoot:text first:number last:number records:number recordsRoot:text size:number logRoot:text"),
        Row("issuing.certificate", Broker, "broker", "The issuing key certified a console's key for {account}.", "account:text sha256:text"),
        Row("issuing.ticket", Broker, "broker", "The issuing key signed a ticket for {account} and session {session}.", "account:text authentication:text sha256:text"),
    ];
}
